package dev.sealpost.application;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Application (tenant), a consumer of events.
 *
 * @param paused whether deliveries to its endpoints wait
 * @param broken the invalid columns of its row with the reasons; they have fallback values
 */
public record Application(
        ApplicationId id, Profile profile, boolean paused, Lifetime lifetime, Optional<String> broken) {

    /** Creates an application with a valid row. */
    public Application(ApplicationId id, Profile profile, boolean paused, Lifetime lifetime) {
        this(id, profile, paused, lifetime, Optional.empty());
    }

    /**
     * Properties set by users.
     *
     * @param uid id assigned by the user, unique among applications
     * @param throttleRate messages per second; stored by earlier versions and not enforced
     * @param unknownTypes what it does with events of unknown types
     */
    public record Profile(
            Optional<String> uid,
            String name,
            Map<String, String> metadata,
            Optional<Integer> throttleRate,
            UnknownTypes unknownTypes) {

        public Profile {
            metadata = Map.copyOf(metadata);
        }

        /** Creates the profile of an application that accepts all event types. */
        public Profile(
                Optional<String> uid, String name, Map<String, String> metadata, Optional<Integer> throttleRate) {
            this(uid, name, metadata, throttleRate, UnknownTypes.ALLOW);
        }
    }

    /** Times of creation and of the last change. */
    public record Lifetime(Instant createdAt, Instant updatedAt) {

        boolean isChanged() {
            return !updatedAt.equals(createdAt);
        }
    }
}
