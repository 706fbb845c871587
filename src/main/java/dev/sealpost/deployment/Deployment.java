package dev.sealpost.deployment;

import java.time.Instant;
import java.util.List;

/**
 * Deployment without its files. Immutable.
 *
 * @param version from 1
 * @param sha256 digest of the {@link Bundle}
 * @param credentials names of the credentials that its files use; their values never leave a node
 * @param createdAt by the clock of the database
 */
public record Deployment(
        long version, String sha256, String author, String note, List<String> credentials, Instant createdAt) {

    public Deployment {
        credentials = List.copyOf(credentials);
    }
}
