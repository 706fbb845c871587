package dev.sealpost.event.message;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Parses untrusted JSON: UTF-8 only, bounded in depth, every error with its position. */
public final class Json {

    static final int DEEPEST = 200;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
            .build();
    private static final ObjectMapper TREES = new ObjectMapper(FACTORY);
    private static final ObjectMapper STRICT_TREES =
            new ObjectMapper(FACTORY).enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);

    private Json() {}

    /** Function that reads from a parser. */
    @FunctionalInterface
    interface JsonReader<T> {
        T read(JsonParser parser) throws IOException;
    }

    /**
     * Parses the bytes as one JSON value.
     *
     * @throws MalformedJsonException if they are not one JSON value
     */
    public static JsonNode tree(byte[] bytes) {
        return tree(bytes, TREES);
    }

    /**
     * Parses one JSON value without duplicate members, which other parsers may read differently.
     *
     * @throws MalformedJsonException if they are not one JSON value, or an object has a duplicate member
     */
    public static JsonNode unambiguousTree(byte[] bytes) {
        return tree(bytes, STRICT_TREES);
    }

    private static JsonNode tree(byte[] bytes, ObjectMapper trees) {
        return read(bytes, parser -> {
            if (parser.nextToken() == null) {
                throw emptyBody();
            }
            JsonNode tree = trees.readTree(parser);
            requireEnd(parser);
            return tree;
        });
    }

    /** Returns true if the bytes are one JSON value. */
    public static boolean isWellFormed(byte[] bytes) {
        try {
            requireWellFormed(bytes);
            return true;
        } catch (MalformedJsonException e) {
            return false;
        }
    }

    /** @throws MalformedJsonException if the bytes are not one JSON value */
    static void requireWellFormed(byte[] bytes) {
        read(bytes, parser -> {
            if (parser.nextToken() == null) {
                throw emptyBody();
            }
            parser.skipChildren();
            requireEnd(parser);
            return true;
        });
    }

    /**
     * Returns the objects of an array, each with its bytes unchanged. Empty if the bytes are not an array of objects.
     *
     * @throws MalformedJsonException if they are not one JSON value
     */
    public static List<byte[]> objects(byte[] bytes) {
        return read(bytes, parser -> {
            List<byte[]> objects = new ArrayList<>();
            boolean only = parser.nextToken() == JsonToken.START_ARRAY;
            if (!only) {
                parser.skipChildren();
            }
            while (only && parser.nextToken() != JsonToken.END_ARRAY) {
                only = parser.currentToken() == JsonToken.START_OBJECT;
                int from = (int) parser.currentTokenLocation().getByteOffset();
                parser.skipChildren();
                int to = (int) parser.currentLocation().getByteOffset();
                // The parser detects UTF-16 and UTF-32; its offsets then differ from those of the bytes.
                only = only && from >= 0 && bytes[from] == '{' && bytes[to - 1] == '}';
                if (only) {
                    objects.add(Arrays.copyOfRange(bytes, from, to));
                }
            }
            return only ? objects : List.of();
        });
    }

    /** Returns the text as a JSON string in UTF-8. */
    public static byte[] quoted(String text) {
        try {
            return TREES.writeValueAsBytes(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a string must be writable as JSON", e);
        }
    }

    static <T> T read(byte[] bytes, JsonReader<T> reading) {
        Optional<UnicodeForm> form = UnicodeForm.of(bytes);
        if (form.isPresent()) {
            throw new MalformedJsonException("the body " + form.get().fault(), 1, 1);
        }
        int invalid = Utf8.firstInvalid(bytes);
        if (invalid >= 0) {
            throw at(bytes, invalid, "the body is not UTF-8");
        }
        try (JsonParser parser = FACTORY.createParser(bytes)) {
            try {
                return reading.read(parser);
            } catch (JsonProcessingException e) {
                JsonLocation place = e.getLocation() == null ? parser.currentLocation() : e.getLocation();
                throw new MalformedJsonException(
                        DescribeMalformedJson.of(e, parser, bytes), place.getLineNr(), place.getColumnNr());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory must not fail", e);
        }
    }

    static void requireEnd(JsonParser parser) throws IOException {
        JsonToken more = parser.nextToken();
        if (more != null) {
            JsonLocation place = parser.currentTokenLocation();
            throw new MalformedJsonException(
                    "unexpected content after the JSON value", place.getLineNr(), place.getColumnNr());
        }
    }

    static MalformedJsonException emptyBody() {
        return new MalformedJsonException("the body is empty", 1, 1);
    }

    private static MalformedJsonException at(byte[] bytes, int offset, String message) {
        int line = 1;
        int lineStart = 0;
        for (int i = 0; i < offset; i++) {
            if (bytes[i] == '\n') {
                line++;
                lineStart = i + 1;
            }
        }
        return new MalformedJsonException(message, line, offset - lineStart + 1);
    }
}
