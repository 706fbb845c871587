package dev.sealpost;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Schemas of an OpenAPI document: what they refer to, and whether a value fits them. */
record ApiSchemas(JsonNode document) {

    JsonNode resolved(JsonNode schema) {
        String reference = schema.path("$ref").asText();
        return reference.isEmpty() ? schema : resolved(document.at(reference.substring(1)));
    }

    /** Returns what does not fit, by path; empty if all does. */
    List<String> misfits(JsonNode schema, JsonNode value, String at) {
        JsonNode real = resolved(schema);
        if (real.has("anyOf")) {
            boolean isAny = real.path("anyOf")
                    .valueStream()
                    .anyMatch(each -> misfits(each, value, at).isEmpty());
            return isAny ? List.of() : List.of(at + " fits none of the alternatives: " + value);
        }
        List<String> types = Stream.concat(
                        Stream.of(real.path("type")), real.path("type").valueStream())
                .filter(JsonNode::isTextual)
                .map(JsonNode::asText)
                .toList();
        if (!types.isEmpty() && types.stream().noneMatch(type -> isOf(type, value))) {
            return List.of(at + " is no " + String.join(" or ", types) + ": " + value);
        }
        if (real.has("enum") && real.path("enum").valueStream().noneMatch(value::equals)) {
            return List.of(at + " is none of " + real.path("enum") + ": " + value);
        }
        Stream<String> missing = real.path("required")
                .valueStream()
                .map(JsonNode::asText)
                .filter(name -> value.isObject() && !value.has(name))
                .map(name -> at + "/" + name + " is missing");
        Stream<String> members = value.isObject()
                ? value.propertyStream()
                        .flatMap(member -> member(real, member.getKey(), member.getValue(), at).stream())
                : Stream.empty();
        Stream<String> items = value.isArray() && real.has("items")
                ? value.valueStream().flatMap(item -> misfits(real.path("items"), item, at + "[]").stream())
                : Stream.empty();
        return Stream.of(missing, members, items)
                .flatMap(each -> each)
                .distinct()
                .toList();
    }

    private List<String> member(JsonNode schema, String name, JsonNode value, String at) {
        String here = at + "/" + name;
        if (schema.path("properties").has(name)) {
            return misfits(schema.path("properties").path(name), value, here);
        }
        if (schema.path("additionalProperties").isObject()) {
            return misfits(schema.path("additionalProperties"), value, here);
        }
        // An object of which nothing is described may have anything.
        boolean isDescribed = schema.has("properties");
        return isDescribed ? List.of(here + " is not described") : List.of();
    }

    private static boolean isOf(String type, JsonNode value) {
        return switch (type) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isTextual();
            case "integer" -> value.isIntegralNumber();
            case "number" -> value.isNumber();
            case "boolean" -> value.isBoolean();
            case "null" -> value.isNull();
            default -> throw new AssertionError("unknown type " + type);
        };
    }

    /** Returns the schema of the JSON in a body or an answer, if it has one. */
    Optional<JsonNode> json(JsonNode content) {
        return Optional.of(content.at("/content/application~1json/schema")).filter(schema -> !schema.isMissingNode());
    }
}
