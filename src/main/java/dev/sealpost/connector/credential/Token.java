package dev.sealpost.connector.credential;

import java.time.Instant;
import java.util.Optional;

/**
 * Access token of a vendor.
 *
 * @param expiresAt empty if the vendor did not say; the token is then used until the vendor rejects it
 * @param renewAt time from which a new token is fetched, before it expires
 * @param url base URL that came with the token
 */
record Token(String value, Optional<Instant> expiresAt, Optional<Instant> renewAt, Optional<String> url) {

    boolean isDue(Instant now) {
        return renewAt.filter(time -> !now.isBefore(time)).isPresent();
    }

    boolean isExpired(Instant now) {
        return expiresAt.filter(time -> !now.isBefore(time)).isPresent();
    }

    /** Hides the value. */
    @Override
    public String toString() {
        return "Token[expiresAt=" + expiresAt + "]";
    }
}
