package dev.sealpost.api.eventtype;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import dev.sealpost.eventtype.EventTypeDefinition;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Event type in an answer.
 *
 * @param featureFlag the first of the flags, for older clients
 * @param schemas JSON Schemas by version; absent: none, or not asked for
 * @param schemaMode what happens to a message that does not fit the latest schema
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record EventTypeOut(
        String name,
        String description,
        boolean archived,
        boolean deprecated,
        Optional<String> groupName,
        Optional<String> featureFlag,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> featureFlags,
        Optional<JsonNode> schemas,
        String schemaMode,
        Instant createdAt,
        Instant updatedAt) {

    static EventTypeOut of(EventTypeDefinition type, boolean withSchemas) {
        boolean hasSchemas = withSchemas && !type.schemas().byNumber().isEmpty();
        List<String> flags = type.details().featureFlags();
        return new EventTypeOut(
                type.type().name(),
                type.details().description(),
                type.state().archived(),
                type.state().deprecated(),
                type.details().group(),
                flags.stream().findFirst(),
                flags,
                hasSchemas ? Optional.of(type.schemas().json()) : Optional.empty(),
                type.mode().word(),
                type.state().createdAt(),
                type.state().updatedAt());
    }
}
