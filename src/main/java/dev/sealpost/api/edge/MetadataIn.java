package dev.sealpost.api.edge;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Limits of metadata, checked before it is read, since it is cached in memory with its owner. */
public final class MetadataIn {

    static final int MOST = 100;
    static final int LONGEST_KEY = 128;
    static final int LONGEST_VALUE = 4_096;

    /** Maximum bytes of all keys and values in UTF-8. */
    static final int LARGEST = 16 * 1024;

    private MetadataIn() {}

    public static Map<String, String> changed(Fields fields, Map<String, String> old) {
        return fields.map("metadata", old, MetadataIn::requireBounds, MetadataIn::text);
    }

    private static void requireBounds(JsonNode object) {
        if (object.size() > MOST) {
            throw new IllegalArgumentException("an object of at most " + MOST + " strings is expected");
        }
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

    private static String text(String key, JsonNode value) {
        if (key.length() > LONGEST_KEY) {
            throw new IllegalArgumentException("a key of at most " + LONGEST_KEY + " characters is expected");
        }
        String text = Fields.text(value);
        if (text.length() > LONGEST_VALUE) {
            throw new IllegalArgumentException("at most " + LONGEST_VALUE + " characters are expected");
        }
        return text;
    }
}
