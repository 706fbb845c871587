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

/** The tokens that open the API, in memory, as their hashes. */
@Component
public class ApiTokens implements Snapshot {

    private final SnapshotRows rows = new SnapshotRows("api_token", "hash", this::read);

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
        return Sha256.hex(token);
    }

    @Override
    public Optional<SnapshotRows> rows() {
        return Optional.of(rows);
    }

    /** One that says neither that it is revoked nor that it is not opens nothing. */
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
