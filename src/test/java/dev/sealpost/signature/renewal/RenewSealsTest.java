package dev.sealpost.signature.renewal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.sealpost.database.DirectWrites;
import dev.sealpost.database.OnDatabase;
import dev.sealpost.database.SqlWork;
import dev.sealpost.database.TestDatabase;
import dev.sealpost.database.Writes;
import dev.sealpost.signature.Ciphers;
import dev.sealpost.signature.SecretCipher;
import dev.sealpost.signature.renewal.SealedTable.SealedColumn;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;

class RenewSealsTest {

    private static final int ROWS = 2 * RenewSeals.ROWS + 20;

    private static final SealedTable TABLE = new SealedTable(
            "credential_token", "credential", List.of(new SealedColumn("sealed", RenewSealsTest::owner)));

    private final SecretCipher old = Ciphers.of(1);
    private final SecretCipher both = Ciphers.of(2, 1);
    private final SecretCipher next = Ciphers.of(2);
    private TestDatabase database;
    private DirectWrites writes;

    @BeforeEach
    void open(TestDatabase database) {
        this.database = database;
        this.writes = database.writes();
        for (int i = 0; i < ROWS; i++) {
            insert("acme-" + i, old.seal(secret("acme-" + i), owner("acme-" + i)));
        }
    }

    @OnDatabase
    void goesOnAfterADeathInTheMiddle() {
        AtomicInteger transactions = new AtomicInteger();
        Writes dying = new Writes() {
            @Override
            public <T> T write(SqlWork<T> work) {
                return writes.write(sql -> {
                    T result = work.run(sql);
                    if (transactions.incrementAndGet() == 2) {
                        throw new IllegalStateException("killed before the commit");
                    }
                    return result;
                });
            }
        };
        assertThatIllegalStateException()
                .isThrownBy(() -> new RenewSeals(both, dying, List.of(TABLE)).renew())
                .withMessageContaining("killed");
        assertThat(opened(next)).isEqualTo(RenewSeals.ROWS);
        assertThat(opened(old)).isEqualTo(ROWS - RenewSeals.ROWS);
        assertThat(opened(both)).isEqualTo(ROWS);

        new RenewSeals(both, writes, List.of(TABLE)).renew();

        assertThat(opened(next)).isEqualTo(ROWS);
    }

    @OnDatabase
    void leavesWhatNoKeyDecryptsAndWhatIsEmpty() {
        byte[] foreign = Ciphers.of(7).seal(secret("other"), owner("other"));
        insert("other", foreign);
        insert("empty", null);

        new RenewSeals(both, writes, List.of(TABLE)).renew();

        assertThat(opened(next)).isEqualTo(ROWS);
        assertThat(database.reads()
                        .sql("SELECT sealed FROM credential_token WHERE credential = 'other'")
                        .query((row, number) -> row.getBytes(1))
                        .single())
                .isEqualTo(foreign);
    }

    @OnDatabase
    void writesNothingTwiceAndNothingWithoutPreviousKeys() {
        new RenewSeals(both, writes, List.of(TABLE)).renew();
        List<byte[]> renewed = stored();
        int before = writes.transactions();
        new RenewSeals(next, writes, List.of(TABLE)).renew();
        assertThat(writes.transactions()).isEqualTo(before);

        new RenewSeals(both, writes, List.of(TABLE)).renew();

        assertThat(stored()).usingRecursiveComparison().isEqualTo(renewed);
    }

    private List<byte[]> stored() {
        return database.reads()
                .sql("SELECT sealed FROM credential_token ORDER BY credential")
                .query((row, number) -> row.getBytes(1))
                .list();
    }

    /** Counts the rows whose secret this cipher decrypts. */
    private int opened(SecretCipher cipher) {
        List<String> opened = new ArrayList<>();
        database.reads()
                .sql("SELECT credential, sealed FROM credential_token WHERE sealed IS NOT NULL")
                .query(row -> {
                    String credential = row.getString(1);
                    try {
                        assertThat(cipher.openBytes(row.getBytes(2), owner(credential)))
                                .isEqualTo(secret(credential));
                        opened.add(credential);
                    } catch (IllegalStateException e) {
                        assertThat(e).hasMessageContaining("encryption key");
                    }
                });
        return opened.size();
    }

    private void insert(String credential, byte @Nullable [] sealed) {
        database.change(sql -> sql.sql(
                        "INSERT INTO credential_token (credential, sealed, version, holder, held_until) VALUES (?, ?, 0, '', 0)")
                .params(credential, sealed)
                .update());
    }

    private static byte[] secret(String credential) {
        return ("secret of " + credential).getBytes(StandardCharsets.UTF_8);
    }

    private static String owner(String credential) {
        return "credential/" + credential;
    }
}
