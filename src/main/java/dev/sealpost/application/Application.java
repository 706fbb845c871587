package dev.sealpost.application;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * One consumer of yours.
 *
 * @param uid your own id for it, unique among applications
 */
public record Application(
        ApplicationId id, Optional<String> uid, String name, Map<String, String> metadata, Lifetime lifetime) {

    public Application {
        metadata = Map.copyOf(metadata);
    }

    /** When it was made and last changed. */
    public record Lifetime(Instant createdAt, Instant updatedAt) {}
}
