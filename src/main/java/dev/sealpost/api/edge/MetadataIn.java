package dev.sealpost.api.edge;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sealpost.api.shape.JsonType;
import dev.sealpost.api.shape.Member;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Limits of metadata, checked before it is read, since it is cached in memory with its owner. */
public final class MetadataIn {

    static final int MOST = 100;
    static final int LONGEST_KEY = 128;
    static final int LONGEST_VALUE = 4_096;

    /** Maximum bytes of all keys and values in UTF-8. */
    static final int LARGEST = 16 * 1024;

    /** The member of both an application and an endpoint. */
    public static final Member MEMBER = Member.of(
                    "metadata",
                    new JsonType.Entries(JsonType.text(0, LONGEST_VALUE), MOST, LONGEST_KEY),
                    "Texts of your own by name, at most " + LARGEST + " bytes in all.")
            .orNull()
            .like("{\"plan\": \"pro\"}");

    private MetadataIn() {}

    public static Map<String, String> changed(Fields fields, Map<String, String> old) {
        return fields.map("metadata", old, MetadataIn::requireBounds, Fields::text);
    }

    private static void requireBounds(JsonNode object) {
        long size = 0;
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            size += bytes(member.getKey()) + bytes(member.getValue().asText());
        }
        if (size > LARGEST) {
            throw new IllegalArgumentException(
                    "all keys and values together must not exceed " + LARGEST + " bytes; these have " + size);
        }
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
