package dev.sealpost.connector.credential;

import dev.sealpost.database.Dialect;
import dev.sealpost.database.LeaseHolder;
import dev.sealpost.database.Leases;
import dev.sealpost.database.UrgentReads;
import dev.sealpost.database.Writes;
import dev.sealpost.signature.SecretCipher;
import dev.sealpost.signature.renewal.SealedTable;
import dev.sealpost.signature.renewal.SealedTable.SealedColumn;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Table {@code credential_token}: kept tokens, encrypted, and the lease of the node that refreshes them. */
final class TokenRows {

    /** Longer than one request to a token endpoint. */
    private static final Duration LEASE = Duration.ofMinutes(2);

    private static final Leases.Table TOKENS =
            new Leases.Table("credential_token", "credential", "holder", "held_until", "TRUE", Duration.ofHours(1));

    /** Encrypted columns. */
    static final SealedTable TABLE =
            new SealedTable("credential_token", "credential", List.of(new SealedColumn("sealed", Sealing::owner)));

    private final Writes writes;
    private final UrgentReads reads;
    private final Sealing sealing;
    private final Leases leases;
    private final String now;

    TokenRows(Writes writes, UrgentReads reads, SecretCipher cipher, LeaseHolder node) {
        this.writes = writes;
        this.reads = reads;
        this.sealing = new Sealing(cipher, node.dialect());
        this.leases = new Leases(TOKENS, node);
        this.now = sealing.now();
    }

    /** Encryption of the tokens, and the clock of the database. */
    record Sealing(SecretCipher cipher, Dialect dialect) {

        String now() {
            return "(" + dialect.now() + ")";
        }

        byte[] seal(String credential, KeptTokens tokens) {
            return cipher.seal(tokens.bytes(), owner(credential));
        }

        KeptTokens open(String credential, byte[] sealed) {
            return KeptTokens.read(cipher.openBytes(sealed, owner(credential)));
        }

        private static String owner(String credential) {
            return "credential/" + credential;
        }

        JdbcClient.StatementSpec update(JdbcClient sql, byte[] sealed, Optional<Duration> rest, String where) {
            return sql.sql("UPDATE credential_token SET sealed = :sealed, version = version + 1, expires_at = "
                            + rest.map(time -> now() + " + " + time.toMillis()).orElse("NULL") + " WHERE " + where)
                    .param("sealed", sealed);
        }
    }

    /**
     * Row of a credential.
     *
     * @param tokens empty if none were kept yet
     * @param rest time until the access token expires; empty if unknown
     */
    record Row(Optional<KeptTokens> tokens, Optional<Duration> rest, long version) {}

    Optional<Row> find(String credential) {
        return reads.sql()
                .sql("SELECT sealed, expires_at - " + now + " AS rest, version FROM credential_token"
                        + " WHERE credential = ?")
                .param(credential)
                .query((row, number) -> {
                    byte[] sealed = row.getBytes("sealed");
                    long rest = row.getLong("rest");
                    return new Row(
                            sealed == null ? Optional.empty() : Optional.of(sealing.open(credential, sealed)),
                            row.wasNull() ? Optional.empty() : Optional.of(Duration.ofMillis(rest)),
                            row.getLong("version"));
                })
                .optional();
    }

    /** Takes the lease. Returns false while another holder has it. */
    boolean lease(String credential, String holder) {
        return writes.write(sql -> {
            addRow(sql, credential);
            return leases.take(sql, credential, holder, LEASE);
        });
    }

    void release(String credential, String holder) {
        writes.write(sql -> leases.end(sql, credential, holder));
    }

    /**
     * Keeps these tokens in place of the version that they follow.
     *
     * @param rest time until the access token expires
     * @return false, without a change, if others were kept in between
     */
    boolean keep(String credential, long version, KeptTokens tokens, Optional<Duration> rest) {
        byte[] sealed = sealing.seal(credential, tokens);
        return writes.write(sql -> sealing.update(sql, sealed, rest, "credential = :credential AND version = :version")
                        .param("credential", credential)
                        .param("version", version)
                        .update())
                == 1;
    }

    /** Keeps the tokens of a newly connected account, whatever was kept before. */
    void replace(String credential, KeptTokens tokens) {
        writes.write(sql -> {
            replace(sql, credential, tokens, sealing);
            return true;
        });
    }

    /** Keeps the tokens of a newly connected account through the connection of a command. */
    static void replace(JdbcClient sql, String credential, KeptTokens tokens, Sealing sealing) {
        addRow(sql, credential);
        sealing.update(sql, sealing.seal(credential, tokens), tokens.life(), "credential = :credential")
                .param("credential", credential)
                .update();
    }

    private static void addRow(JdbcClient sql, String credential) {
        sql.sql("INSERT INTO credential_token (credential, version, holder, held_until) VALUES (?, 0, '', 0)"
                        + " ON CONFLICT DO NOTHING")
                .param(credential)
                .update();
    }
}
