package dev.sealpost.eventtype;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sealpost.event.EventType;
import dev.sealpost.eventtype.EventTypeDefinition.Details;
import dev.sealpost.eventtype.EventTypeDefinition.TypeState;
import java.time.Instant;
import java.util.Optional;

/**
 * Event type found in an OpenAPI document.
 *
 * @param schema of its payload; empty: none
 */
public record Imported(EventType type, Details details, boolean deprecated, Optional<JsonNode> schema) {

    /** Returns the event type to store: a changed schema is a new version, and an archived event type comes back. */
    EventTypeDefinition over(Optional<EventTypeDefinition> old, Instant now) {
        SchemaVersions before = old.map(EventTypeDefinition::schemas).orElse(SchemaVersions.NONE);
        return new EventTypeDefinition(
                type,
                details,
                schema.map(before::with).orElse(before),
                old.map(EventTypeDefinition::mode).orElse(SchemaMode.OFF),
                new TypeState(
                        false,
                        deprecated,
                        old.map(found -> found.state().createdAt()).orElse(now),
                        now));
    }
}
