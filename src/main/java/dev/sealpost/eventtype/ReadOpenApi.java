package dev.sealpost.eventtype;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sealpost.event.EventType;
import dev.sealpost.event.InvalidFieldsException;
import dev.sealpost.event.Violation;
import dev.sealpost.eventtype.EventTypeDefinition.Details;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Finds the event types in the webhooks of an OpenAPI document: {@code webhooks} (OpenAPI 3.1, section 4.8.1) or {@code x-webhooks}
 * (an extension of 3.0). The name of a webhook is the type, and the JSON body of its operation is the schema.
 */
public final class ReadOpenApi {

    private static final String SCHEMAS = "#/components/schemas/";
    private static final String DEFINITIONS = "$defs";
    private static final int MOST = 1_000;

    private final JsonNode document;
    private final List<Violation> violations = new ArrayList<>();

    private ReadOpenApi(JsonNode document) {
        this.document = document;
    }

    /**
     * Reads a document.
     *
     * @param pointer to the document in the request
     * @throws InvalidFieldsException with a pointer to everything that cannot be imported; then nothing is
     */
    public static List<Imported> read(JsonNode document, String pointer) {
        ReadOpenApi read = new ReadOpenApi(document);
        List<Imported> found = Stream.of("webhooks", "x-webhooks")
                .flatMap(name -> read.webhooks(document.path(name), pointer + "/" + name))
                .toList();
        if (found.isEmpty() && read.violations.isEmpty()) {
            read.violations.add(new Violation(
                    pointer,
                    "an OpenAPI document with 1 to " + MOST + " webhooks (webhooks or x-webhooks) is expected"));
        }
        if (found.size() > MOST) {
            read.violations.add(new Violation(pointer, "at most " + MOST + " webhooks are expected"));
        }
        if (!read.violations.isEmpty()) {
            throw new InvalidFieldsException(read.violations);
        }
        return found;
    }

    private Stream<Imported> webhooks(JsonNode webhooks, String pointer) {
        List<Imported> found = new ArrayList<>();
        for (Map.Entry<String, JsonNode> webhook : webhooks.properties()) {
            webhook(webhook.getKey(), webhook.getValue(), Violation.pointer(pointer, webhook.getKey()))
                    .ifPresent(found::add);
        }
        return found.stream();
    }

    private Optional<Imported> webhook(String name, JsonNode item, String pointer) {
        JsonNode operation = item.path("post").isObject() ? item.path("post") : item.path("put");
        if (!operation.isObject()) {
            violations.add(new Violation(pointer, "a webhook with the operation post is expected"));
            return Optional.empty();
        }
        Optional<JsonNode> schema = schema(operation).map(this::withDefinitions);
        schema.ifPresent(json -> violations.addAll(CompiledSchema.problems(json, pointer)));
        try {
            return Optional.of(new Imported(
                    new EventType(name),
                    details(operation),
                    operation.path("deprecated").asBoolean(false),
                    schema));
        } catch (IllegalArgumentException e) {
            violations.add(new Violation(pointer, String.valueOf(e.getMessage())));
            return Optional.empty();
        }
    }

    private static Details details(JsonNode operation) {
        String description = Stream.of("description", "summary")
                .map(member -> operation.path(member).asText(""))
                .filter(text -> !text.isBlank())
                .findFirst()
                .orElse("");
        Optional<String> group = Optional.of(operation.at("/tags/0").asText("")).filter(text -> !text.isEmpty());
        List<String> flags = StreamSupport.stream(
                        operation.path("x-feature-flags").spliterator(), false)
                .map(JsonNode::asText)
                .toList();
        return new Details(description, group, flags);
    }

    private static Optional<JsonNode> schema(JsonNode operation) {
        JsonNode schema = operation.at("/requestBody/content/application~1json/schema");
        return schema.isMissingNode() ? Optional.empty() : Optional.of(schema);
    }

    /** Puts the schemas of the document that the schema refers to, and those they refer to, into the schema itself. */
    private JsonNode withDefinitions(JsonNode schema) {
        JsonNode known = document.at("/components/schemas");
        if (!schema.isObject() || !schema.toString().contains(SCHEMAS)) {
            return schema;
        }
        ObjectNode whole = schema.deepCopy();
        ObjectNode definitions = whole.withObjectProperty(DEFINITIONS);
        List<String> open = new ArrayList<>(references(schema));
        while (!open.isEmpty()) {
            String name = open.removeFirst();
            if (!definitions.has(name) && known.has(name)) {
                definitions.set(name, known.get(name).deepCopy());
                open.addAll(references(known.get(name)));
            }
        }
        rewrite(whole);
        return whole;
    }

    private static List<String> references(JsonNode schema) {
        return schema.findValues("$ref").stream()
                .map(JsonNode::asText)
                .filter(reference -> reference.startsWith(SCHEMAS))
                .map(reference -> reference.substring(SCHEMAS.length()).split("/", 2)[0])
                .toList();
    }

    private static void rewrite(JsonNode node) {
        if (node instanceof ObjectNode object && object.path("$ref").asText().startsWith(SCHEMAS)) {
            object.put(
                    "$ref",
                    "#/" + DEFINITIONS + "/" + object.path("$ref").asText().substring(SCHEMAS.length()));
        }
        node.forEach(ReadOpenApi::rewrite);
    }
}
