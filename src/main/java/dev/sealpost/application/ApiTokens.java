package dev.sealpost.application;

import dev.sealpost.database.Snapshot;
import dev.sealpost.database.SnapshotRows;
import dev.sealpost.database.StoredValues;
import dev.sealpost.identifier.Sha256;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/** Hashes of the API tokens, in memory. */
@Component
public class ApiTokens implements Snapshot {

    private final SnapshotRows rows = new SnapshotRows("api_token", "hash", this::read);

    private final Set<String> valid = ConcurrentHashMap.newKeySet();

    /**
     * Returns whether the token is valid. Comparing hashes leaks no timing; a token has 256 random bits and needs no
     * slow hash.
     */
    public boolean accepts(String token) {
        return valid.contains(hash(token));
    }

    /** Returns the stored hash of a token: SHA-256 in hexadecimal. */
    static String hash(String token) {
        return Sha256.hex(token);
    }

    @Override
    public Optional<SnapshotRows> rows() {
        return Optional.of(rows);
    }

    /** Reads a token; one with an invalid revocation flag counts as revoked. */
    private Optional<String> read(ResultSet row) throws SQLException {
        StoredValues values = new StoredValues(row);
        if (values.flag("revoked", true)) {
            valid.remove(row.getString("hash"));
        } else {
            valid.add(row.getString("hash"));
        }
        return values.fault();
    }
}
