package dev.sealpost.application;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * One consumer of yours.
 *
 * @param paused what its endpoints are owed waits, and goes on being owed
 * @param broken which columns of its row cannot be read, with the reasons; other values stand in for them
 */
public record Application(
        ApplicationId id, Profile profile, boolean paused, Lifetime lifetime, Optional<String> broken) {

    /** One whose row can be read. */
    public Application(ApplicationId id, Profile profile, boolean paused, Lifetime lifetime) {
        this(id, profile, paused, lifetime, Optional.empty());
    }

    /**
     * What a user says about it.
     *
     * @param uid their own id for it, unique among applications
     * @param throttleRate messages a second; kept from when it could be set, and not enforced
     */
    public record Profile(
            Optional<String> uid, String name, Map<String, String> metadata, Optional<Integer> throttleRate) {

        public Profile {
            metadata = Map.copyOf(metadata);
        }
    }

    /** When it was made and last changed. */
    public record Lifetime(Instant createdAt, Instant updatedAt) {

        boolean isChanged() {
            return !updatedAt.equals(createdAt);
        }
    }
}
