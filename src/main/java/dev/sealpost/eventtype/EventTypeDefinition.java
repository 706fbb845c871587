package dev.sealpost.eventtype;

import dev.sealpost.event.EventType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Event type as users define it. */
public record EventTypeDefinition(
        EventType type, Details details, SchemaVersions schemas, SchemaMode mode, TypeState state) {

    /**
     * What people and portals see.
     *
     * @param group name of a group of event types
     * @param featureFlags labels for a portal of your own; Sealpost itself does not act on them
     */
    public record Details(String description, Optional<String> group, List<String> featureFlags) {

        public Details {
            featureFlags = List.copyOf(featureFlags);
        }
    }

    /**
     * State and times.
     *
     * @param archived whether it counts as unknown for new events, and is left out of lists
     * @param deprecated shown to people only
     */
    public record TypeState(boolean archived, boolean deprecated, Instant createdAt, Instant updatedAt) {}

    public EventTypeDefinition archived(Instant now) {
        return new EventTypeDefinition(
                type, details, schemas, mode, new TypeState(true, state.deprecated(), state.createdAt(), now));
    }
}
