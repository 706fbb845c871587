package dev.sealpost.signature.renewal;

import dev.sealpost.database.Writes;
import dev.sealpost.signature.SecretCipher;
import dev.sealpost.signature.renewal.SealedTable.SealedColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Encrypts stored secrets again that a previous key encrypted, in short transactions. Looks at every row, so that a pass may end
 * anywhere and the next one does the rest; nodes may do it side by side. Deliveries go on meanwhile: all keys decrypt.
 */
final class RenewSeals {

    private static final Logger LOG = LoggerFactory.getLogger(RenewSeals.class);

    /** Rows of a transaction: few enough that the single writer serves others in between. */
    static final int ROWS = 50;

    private final SecretCipher cipher;
    private final Writes writes;
    private final List<SealedTable> tables;
    private Optional<Pass> last = Optional.empty();

    RenewSeals(SecretCipher cipher, Writes writes, List<SealedTable> tables) {
        this.cipher = cipher;
        this.writes = writes;
        this.tables = List.copyOf(tables);
    }

    /**
     * Result of a pass over rows.
     *
     * @param renewed values that were encrypted again
     * @param unreadable values that no key of this node decrypts; they stay as they are
     */
    record Pass(long renewed, long unreadable) {

        private static final Pass NOTHING = new Pass(0, 0);

        private Pass plus(Pass other) {
            return new Pass(renewed + other.renewed, unreadable + other.unreadable);
        }
    }

    /** Result of one transaction. */
    private record Chunk(int rows, String lastKey, Pass pass) {}

    private record SealedValue(String key, SealedColumn column, byte[] sealed) {}

    /** Makes a pass if there are previous keys. Logs the first, and each with another result. */
    void renew() {
        if (!cipher.hasPreviousKeys()) {
            return;
        }
        Pass pass = tables.stream().map(this::renew).reduce(Pass.NOTHING, Pass::plus);
        if (last.filter(pass::equals).isEmpty()) {
            LOG.info(
                    "encryption-key.renewed values={} unreadable={}: all other stored secrets are encrypted with the current key",
                    pass.renewed(),
                    pass.unreadable());
        }
        last = Optional.of(pass);
    }

    private Pass renew(SealedTable table) {
        Pass pass = Pass.NOTHING;
        String after = "";
        while (true) {
            String from = after;
            Chunk chunk = writes.write(sql -> renew(sql, table, from));
            pass = pass.plus(chunk.pass());
            if (chunk.rows() < ROWS) {
                return pass;
            }
            after = chunk.lastKey();
        }
    }

    private Chunk renew(JdbcClient sql, SealedTable table, String after) {
        List<SealedValue> values = new ArrayList<>();
        List<String> keys = sql.sql("SELECT * FROM " + table.name() + " WHERE " + table.key() + " > ? ORDER BY "
                        + table.key() + " LIMIT ?")
                .params(after, ROWS)
                .query((row, number) -> {
                    String key = row.getString(table.key());
                    for (SealedColumn column : table.columns()) {
                        byte[] sealed = row.getBytes(column.name());
                        if (sealed != null) {
                            values.add(new SealedValue(key, column, sealed));
                        }
                    }
                    return key;
                })
                .list();
        Pass pass = values.stream().map(value -> renew(sql, table, value)).reduce(Pass.NOTHING, Pass::plus);
        return new Chunk(keys.size(), keys.isEmpty() ? after : keys.getLast(), pass);
    }

    private Pass renew(JdbcClient sql, SealedTable table, SealedValue value) {
        Optional<byte[]> renewed;
        try {
            renewed = cipher.renewed(value.sealed(), value.column().owner().apply(value.key()));
        } catch (IllegalStateException e) {
            LOG.debug("encryption-key.unreadable table={} key={} reason={}", table.name(), value.key(), e.getMessage());
            return new Pass(0, 1);
        }
        return renewed.map(bytes -> new Pass(replace(sql, table, value, bytes), 0))
                .orElse(Pass.NOTHING);
    }

    /** Replaces the value, unless another node did since it was read. */
    private static int replace(JdbcClient sql, SealedTable table, SealedValue value, byte[] renewed) {
        String column = value.column().name();
        return sql.sql("UPDATE " + table.name() + " SET " + column + " = ? WHERE " + table.key() + " = ? AND " + column
                        + " = ?")
                .params(renewed, value.key(), value.sealed())
                .update();
    }
}
