package dev.sealpost.route.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.camel.dsl.yaml.YamlRoutesBuilderLoader;

/**
 * Allowed content at a place in a YAML route file, by the JSON schema that Camel ships with its YAML language
 * ({@code schema/camelYamlDsl.json}). If there are several forms, everything that one of them allows is allowed.
 *
 * @param forms alternatives, with references and choices resolved
 */
record YamlSchema(List<JsonNode> forms) {

    private static final String LOCATION = "/schema/camelYamlDsl.json";
    private static final List<String> CHOICES = List.of("oneOf", "anyOf", "allOf");
    private static final JsonNode WHOLE = read();

    /** Returns the schema of a whole file. */
    static YamlSchema file() {
        return of(List.of(WHOLE));
    }

    private static JsonNode read() {
        try (InputStream stream = YamlRoutesBuilderLoader.class.getResourceAsStream(LOCATION)) {
            if (stream == null) {
                throw new IllegalStateException(LOCATION + " is missing from camel-yaml-dsl");
            }
            JsonNode schema = new ObjectMapper().readTree(stream);
            schema.findParents("description").stream()
                    .filter(parent -> parent.path("description").isTextual())
                    .forEach(parent -> ((ObjectNode) parent).remove("description"));
            return schema;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static YamlSchema of(List<JsonNode> schemas) {
        List<JsonNode> forms = new ArrayList<>();
        schemas.forEach(schema -> flatten(schema, forms));
        return new YamlSchema(List.copyOf(forms));
    }

    private static void flatten(JsonNode schema, List<JsonNode> forms) {
        if (schema.has("$ref")) {
            flatten(WHOLE.at(schema.get("$ref").asText().substring(1)), forms);
        }
        for (String choice : CHOICES) {
            schema.path(choice).forEach(each -> flatten(each, forms));
        }
        boolean isChoice = CHOICES.stream().anyMatch(schema::has) && !schema.has("properties");
        if (!isChoice && (schema.has("type") || schema.has("properties"))) {
            forms.add(schema);
        }
    }

    /** Returns true if any content is allowed. */
    boolean isOpen() {
        return forms.isEmpty() || forms.stream().anyMatch(form -> is(form, "object") && !form.has("properties"));
    }

    /** Returns the schema for a key of a map; empty if there is no such key. */
    Optional<YamlSchema> at(String key) {
        List<JsonNode> found = forms.stream()
                .map(form -> form.path("properties").path(key))
                .filter(schema -> !schema.isMissingNode())
                .toList();
        return found.isEmpty() ? Optional.empty() : Optional.of(of(found));
    }

    /** Returns the allowed keys of a map. */
    TreeSet<String> keys() {
        TreeSet<String> keys = new TreeSet<>();
        for (JsonNode form : forms) {
            for (Iterator<String> names = form.path("properties").fieldNames(); names.hasNext(); ) {
                keys.add(names.next());
            }
        }
        return keys;
    }

    /** Returns the schema for the items of a list. */
    YamlSchema items() {
        return of(forms.stream()
                .map(form -> form.path("items"))
                .filter(schema -> !schema.isMissingNode())
                .toList());
    }

    boolean takesMap() {
        return isOpen() || forms.stream().anyMatch(form -> is(form, "object") || form.has("properties"));
    }

    boolean takesList() {
        return forms.isEmpty() || forms.stream().anyMatch(form -> is(form, "array"));
    }

    boolean takesValue() {
        return forms.isEmpty() || forms.stream().anyMatch(form -> !is(form, "array") && !is(form, "object"));
    }

    /** Returns true if the value is allowed. Like Camel, ignores case and quotes. */
    boolean takes(String value) {
        return forms.isEmpty() || forms.stream().anyMatch(form -> takes(form, value));
    }

    private static boolean takes(JsonNode form, String value) {
        return switch (form.path("type").asText()) {
            case "string" -> !form.has("enum") || values(form).stream().anyMatch(value::equalsIgnoreCase);
            case "boolean" -> List.of("true", "false").contains(value.toLowerCase(Locale.ROOT));
            case "number", "integer" -> value.matches("[-+]?[0-9]+([.][0-9]+)?");
            default -> false;
        };
    }

    /** Describes the allowed values. */
    String expected() {
        TreeSet<String> expected = new TreeSet<>();
        for (JsonNode form : forms) {
            switch (form.path("type").asText()) {
                case "boolean" -> expected.add("true or false");
                case "number", "integer" -> expected.add("a number");
                case "string" -> expected.add(form.has("enum") ? String.join(", ", values(form)) : "a text");
                case "array" -> expected.add("a list");
                default -> expected.add("a map");
            }
        }
        return String.join(" or ", expected);
    }

    private static List<String> values(JsonNode form) {
        List<String> values = new ArrayList<>();
        form.path("enum").forEach(value -> values.add(value.asText()));
        return values;
    }

    private static boolean is(JsonNode form, String type) {
        return form.path("type").asText().equals(type);
    }
}
