package dev.sealpost.eventtype;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sealpost.event.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * JSON Schemas of an event type by version. The latest is the one that events have to fit.
 *
 * @param byNumber schemas, sorted by version
 */
public record SchemaVersions(SortedMap<Integer, JsonNode> byNumber) {

    public static final SchemaVersions NONE = new SchemaVersions(new TreeMap<>());

    /** Maximum number of versions. */
    public static final int MOST = 50;

    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,5}");

    /**
     * Reads an object of schemas by version, such as <code>{"1": {"type": "object"}}</code>.
     *
     * @param pointer to the object
     * @param violations receives what is wrong, also within the schemas
     */
    public static SchemaVersions read(JsonNode json, String pointer, List<Violation> violations) {
        SortedMap<Integer, JsonNode> schemas = new TreeMap<>();
        if (!json.isObject() || json.size() > MOST) {
            violations.add(new Violation(
                    pointer, "an object of at most " + MOST + " schemas by version is expected, such as {\"1\": {…}}"));
            return NONE;
        }
        for (Map.Entry<String, JsonNode> member : json.properties()) {
            String at = Violation.pointer(pointer, member.getKey());
            if (!NUMBER.matcher(member.getKey()).matches()) {
                violations.add(new Violation(at, "the version is a whole number from 1 to 999999"));
            } else {
                violations.addAll(CompiledSchema.problems(member.getValue(), at));
                schemas.put(Integer.parseInt(member.getKey()), member.getValue());
            }
        }
        return new SchemaVersions(schemas);
    }

    /** Returns the schemas of a row. */
    static SchemaVersions ofStored(JsonNode json) {
        SortedMap<Integer, JsonNode> schemas = new TreeMap<>();
        json.properties().forEach(member -> schemas.put(Integer.parseInt(member.getKey()), member.getValue()));
        return new SchemaVersions(schemas);
    }

    public Optional<JsonNode> latest() {
        return byNumber.isEmpty() ? Optional.empty() : Optional.ofNullable(byNumber.get(byNumber.lastKey()));
    }

    public Optional<JsonNode> version(int number) {
        return Optional.ofNullable(byNumber.get(number));
    }

    /** Returns these schemas with one more version, unless the latest is the same. */
    public SchemaVersions with(JsonNode schema) {
        if (latest().filter(schema::equals).isPresent()) {
            return this;
        }
        SortedMap<Integer, JsonNode> more = new TreeMap<>(byNumber);
        more.put(byNumber.isEmpty() ? 1 : byNumber.lastKey() + 1, schema);
        while (more.size() > MOST) {
            more.remove(more.firstKey());
        }
        return new SchemaVersions(more);
    }

    public ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        byNumber.forEach((number, schema) -> json.set(Integer.toString(number), schema));
        return json;
    }

    /** Returns the versions that are there. */
    public List<Integer> numbers() {
        return new ArrayList<>(byNumber.keySet());
    }
}
