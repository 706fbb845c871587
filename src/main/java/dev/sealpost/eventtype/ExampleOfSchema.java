package dev.sealpost.eventtype;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.Map;

/** Makes an example of a JSON Schema: its own examples where it has some, else a small value of the type. */
public final class ExampleOfSchema {

    private static final JsonNodeFactory JSON = JsonNodeFactory.withExactBigDecimals(true);
    private static final int DEEPEST = 12;
    private static final int MOST_ITEMS = 5;
    private static final int LONGEST_TEXT = 1_000;

    private final JsonNode root;

    private ExampleOfSchema(JsonNode root) {
        this.root = root;
    }

    /** Returns an example; it need not fit a schema with patterns or with conditions. */
    public static JsonNode of(JsonNode schema) {
        return new ExampleOfSchema(schema).example(schema, 0);
    }

    private JsonNode example(JsonNode schema, int depth) {
        if (!schema.isObject() || depth > DEEPEST) {
            return JSON.objectNode();
        }
        if (schema.path("$ref").isTextual()) {
            return example(resolved(schema.path("$ref").asText()), depth + 1);
        }
        for (String given : new String[] {"const", "example", "default"}) {
            if (schema.has(given)) {
                return schema.get(given);
            }
        }
        if (schema.at("/examples/0").isMissingNode() && schema.at("/enum/0").isMissingNode()) {
            return made(schema, depth);
        }
        return schema.has("examples") ? schema.at("/examples/0") : schema.at("/enum/0");
    }

    private JsonNode resolved(String reference) {
        try {
            return reference.startsWith("#")
                    ? root.at(JsonPointer.compile(reference.substring(1)))
                    : JSON.missingNode();
        } catch (IllegalArgumentException e) {
            return JSON.missingNode();
        }
    }

    private JsonNode made(JsonNode schema, int depth) {
        for (String choice : new String[] {"oneOf", "anyOf"}) {
            if (schema.path(choice).path(0).isObject()) {
                return merged(example(schema.path(choice).path(0), depth + 1), object(schema, depth));
            }
        }
        if (schema.path("allOf").isArray()) {
            JsonNode all = object(schema, depth);
            for (JsonNode part : schema.path("allOf")) {
                all = merged(example(part, depth + 1), all);
            }
            return all;
        }
        return switch (type(schema)) {
            case "string" -> JSON.textNode(text(schema));
            case "integer" -> JSON.numberNode(number(schema).toBigInteger());
            case "number" -> JSON.numberNode(number(schema));
            case "boolean" -> JSON.booleanNode(true);
            case "null" -> JSON.nullNode();
            case "array" -> array(schema, depth);
            default -> object(schema, depth);
        };
    }

    private static String type(JsonNode schema) {
        JsonNode type = schema.path("type");
        if (type.isArray()) {
            return type.path(0).asText();
        }
        return type.isTextual() ? type.asText() : schema.has("items") ? "array" : "object";
    }

    private static JsonNode merged(JsonNode one, JsonNode other) {
        if (one instanceof ObjectNode first && other instanceof ObjectNode second) {
            return first.deepCopy().setAll(second);
        }
        return one;
    }

    private ObjectNode object(JsonNode schema, int depth) {
        ObjectNode object = JSON.objectNode();
        for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
            object.set(property.getKey(), example(property.getValue(), depth + 1));
        }
        schema.path("required").forEach(name -> {
            if (!object.has(name.asText())) {
                object.set(name.asText(), JSON.objectNode());
            }
        });
        return object;
    }

    private ArrayNode array(JsonNode schema, int depth) {
        ArrayNode array = JSON.arrayNode();
        int size = Math.clamp(schema.path("minItems").asInt(1), 1, MOST_ITEMS);
        for (int i = 0; i < size; i++) {
            array.add(example(schema.path("items"), depth + 1));
        }
        return array;
    }

    private static BigDecimal number(JsonNode schema) {
        if (schema.path("minimum").isNumber()) {
            return schema.path("minimum").decimalValue();
        }
        if (schema.path("exclusiveMinimum").isNumber()) {
            return schema.path("exclusiveMinimum").decimalValue().add(BigDecimal.ONE);
        }
        return schema.path("maximum").isNumber()
                ? schema.path("maximum").decimalValue().min(BigDecimal.ONE)
                : BigDecimal.ONE;
    }

    private static String text(JsonNode schema) {
        String text =
                switch (schema.path("format").asText()) {
                    case "date-time" -> "2026-01-02T03:04:05Z";
                    case "date" -> "2026-01-02";
                    case "time" -> "03:04:05Z";
                    case "duration" -> "P1D";
                    case "email", "idn-email" -> "someone@example.com";
                    case "hostname", "idn-hostname" -> "example.com";
                    case "ipv4" -> "192.0.2.1";
                    case "ipv6" -> "2001:db8::1";
                    case "uri", "uri-reference", "iri", "iri-reference" -> "https://example.com/1";
                    case "uuid" -> "123e4567-e89b-42d3-a456-426614174000";
                    case "json-pointer" -> "/a";
                    default -> "text";
                };
        int shortest = Math.clamp(schema.path("minLength").asInt(0), 0, LONGEST_TEXT);
        int longest = Math.max(schema.path("maxLength").asInt(LONGEST_TEXT), 0);
        String filled = text + "x".repeat(Math.max(shortest - text.length(), 0));
        return filled.substring(0, Math.min(filled.length(), longest));
    }
}
