package dev.sealpost.api.eventtype;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sealpost.api.edge.Fields;
import dev.sealpost.api.shape.JsonType;
import dev.sealpost.api.shape.Member;
import dev.sealpost.api.shape.Shape;
import dev.sealpost.event.EventType;
import dev.sealpost.event.Violation;
import dev.sealpost.eventtype.EventTypeDefinition;
import dev.sealpost.eventtype.EventTypeDefinition.Details;
import dev.sealpost.eventtype.EventTypeDefinition.TypeState;
import dev.sealpost.eventtype.SchemaMode;
import dev.sealpost.eventtype.SchemaVersions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads event types from requests. */
final class EventTypeIn {

    private static final int LONGEST_DESCRIPTION = 4_096;
    private static final int LONGEST_NAME = 256;
    private static final int MOST_FLAGS = 10;
    private static final String SCHEMAS = "schemas";

    private static final Shape COMMON = Shape.of(
            "EventTypeUpdate",
            Member.of("description", JsonType.text(0, LONGEST_DESCRIPTION), "Text for people.")
                    .asRequired()
                    .like("\"An order was created\""),
            Member.of("archived", new JsonType.Flag(), "Whether it counts as unknown for new messages.")
                    .orNull()
                    .like("false"),
            Member.of("deprecated", new JsonType.Flag(), "Whether people should use another one.")
                    .orNull()
                    .like("false"),
            Member.of("groupName", JsonType.text(1, LONGEST_NAME), "Name of a group of event types.")
                    .orNull()
                    .like("\"orders\""),
            Member.of("featureFlag", JsonType.text(1, LONGEST_NAME), "One feature flag, for older clients.")
                    .orNull()
                    .like("\"beta\""),
            Member.of(
                            "featureFlags",
                            new JsonType.Items(JsonType.text(1, LONGEST_NAME), 0, MOST_FLAGS),
                            "Labels for a portal of your own; Sealpost itself does not act on them.")
                    .orNull()
                    .like("[\"beta\"]"),
            Member.of(
                            SCHEMAS,
                            new JsonType.Entries(new JsonType.Anything(), SchemaVersions.MOST, 6),
                            "JSON Schemas of the payload by version; messages have to fit the latest.")
                    .orNull()
                    .like("{\"1\": {\"type\": \"object\", \"required\": [\"id\"]}}"),
            Member.of(
                            "schemaMode",
                            JsonType.oneOf(SchemaMode.words()),
                            "What happens to a message that does not fit the latest schema; absent: off.")
                    .orNull()
                    .like("\"warn\""));

    /** Members of PUT. */
    static final Shape UPDATE = COMMON.andOf(EventTypeOut.class);

    /** Members of POST. */
    static final Shape SHAPE = COMMON.with(
                    "EventTypeIn",
                    Member.of(
                                    "name",
                                    JsonType.text(1, EventType.LONGEST).matching(EventType.PATTERN),
                                    "Dotted name, such as order.created.")
                            .asRequired()
                            .like("\"order.created\""))
            .andOf(EventTypeOut.class);

    /** Members of PATCH. */
    static final Shape PATCH = COMMON.patch("EventTypePatch").andOf(EventTypeOut.class);

    private EventTypeIn() {}

    static EventType name(Fields fields) {
        return fields.optional("name", Optional.empty(), node -> Optional.of(new EventType(Fields.text(node))))
                .flatMap(name -> name)
                .orElse(new EventType("unknown"));
    }

    /** POST and PUT: absent members have their defaults. */
    static EventTypeDefinition whole(Fields fields, EventType type, Instant createdAt, Instant now) {
        return read(
                fields,
                new EventTypeDefinition(
                        type,
                        new Details("", Optional.empty(), List.of()),
                        SchemaVersions.NONE,
                        SchemaMode.OFF,
                        new TypeState(false, false, createdAt, createdAt)),
                now);
    }

    /** PATCH: keeps absent members. */
    static EventTypeDefinition changed(Fields fields, EventTypeDefinition old, Instant now) {
        return read(fields, old, now);
    }

    private static EventTypeDefinition read(Fields fields, EventTypeDefinition old, Instant now) {
        EventTypeDefinition changed = new EventTypeDefinition(
                old.type(),
                new Details(
                        fields.value("description", old.details().description(), Fields::text),
                        fields.optional("groupName", old.details().group(), Fields::text),
                        flags(fields, old.details().featureFlags())),
                schemas(fields, old.schemas()),
                fields.value("schemaMode", old.mode(), SchemaMode.OFF, node -> SchemaMode.of(Fields.text(node))),
                new TypeState(
                        fields.value("archived", old.state().archived(), false, Fields::flag),
                        fields.value("deprecated", old.state().deprecated(), false, Fields::flag),
                        old.state().createdAt(),
                        now));
        fields.throwIfInvalid();
        return changed;
    }

    private static List<String> flags(Fields fields, List<String> old) {
        Optional<String> one = fields.optional("featureFlag", old.stream().findFirst(), Fields::text);
        List<String> all = fields.list("featureFlags", old, flag -> flag);
        return fields.has("featureFlags") ? all : one.map(List::of).orElse(List.of());
    }

    private static SchemaVersions schemas(Fields fields, SchemaVersions old) {
        Optional<JsonNode> node = fields.node(SCHEMAS);
        if (node.isEmpty() || node.get().isNull()) {
            return node.isEmpty() ? old : SchemaVersions.NONE;
        }
        if (!node.get().isObject()) {
            return old;
        }
        List<Violation> violations = new ArrayList<>();
        SchemaVersions read = SchemaVersions.read(node.get(), "/" + SCHEMAS, violations);
        fields.report(violations);
        return read;
    }
}
