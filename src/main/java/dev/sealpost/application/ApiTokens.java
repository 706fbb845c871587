package dev.sealpost.application;

import dev.sealpost.database.Snapshot;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The tokens that open the API, in memory, as their hashes. */
@Component
public class ApiTokens implements Snapshot {

    private final Set<String> valid = ConcurrentHashMap.newKeySet();

    /**
     * Whether this is a token that was not revoked. Compares hashes: how long it takes says nothing about a token, which
     * has 256 random bits and needs no slow hash for the same reason.
     */
    public boolean accepts(String token) {
        return valid.contains(hash(token));
    }

    /** What the database keeps of a token: SHA-256 in hexadecimal. */
    static String hash(String token) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    @Override
    public void load(JdbcClient sql, long after) {
        sql.sql("SELECT hash, revoked FROM api_token WHERE version > ? ORDER BY version")
                .param(after)
                .query(row -> {
                    if (row.getBoolean("revoked")) {
                        valid.remove(row.getString("hash"));
                    } else {
                        valid.add(row.getString("hash"));
                    }
                });
    }
}
