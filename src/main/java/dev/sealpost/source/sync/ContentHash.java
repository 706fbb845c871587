package dev.sealpost.source.sync;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sealpost.identifier.Sha256;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/**
 * Hash of the content of a record. The order of members, white space, the way a number is written, and the difference between a
 * member that is null and one that is absent do not change it.
 */
final class ContentHash {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private ContentHash() {}

    /** @throws IllegalArgumentException if the text is not a JSON object */
    static String of(byte[] json) {
        JsonNode tree;
        try {
            tree = JSON.readTree(json);
        } catch (IOException e) {
            throw notAnObject();
        }
        if (!tree.isObject()) {
            throw notAnObject();
        }
        StringBuilder text = new StringBuilder();
        append(text, tree);
        return Sha256.hex(text.toString());
    }

    static IllegalArgumentException notAnObject() {
        return new IllegalArgumentException(
                "the body must be the record as a JSON object, in the form that both systems share:"
                        + " transform it with jq before this step");
    }

    private static void append(StringBuilder text, JsonNode node) {
        switch (node.getNodeType()) {
            case OBJECT -> {
                Map<String, JsonNode> members = new TreeMap<>();
                node.properties().forEach(member -> members.put(member.getKey(), member.getValue()));
                members.values().removeIf(JsonNode::isNull);
                text.append('{');
                members.forEach((name, value) ->
                        append(text.append(JSON.getNodeFactory().textNode(name)).append(':'), value));
                text.append('}');
            }
            case ARRAY -> {
                text.append('[');
                node.forEach(item -> append(text, item));
                text.append(']');
            }
            case NUMBER -> text.append(node.decimalValue().stripTrailingZeros()).append(',');
            case STRING, BOOLEAN, NULL, BINARY, MISSING, POJO ->
                text.append(node).append(',');
        }
    }
}
