package dev.sealpost.event;

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

/** Reads strangers' JSON: UTF-8 only, bounded in depth, every error with its position. */
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

    /** Steps that read from a parser. */
    @FunctionalInterface
    interface Reading<T> {
        T read(JsonParser parser) throws IOException;
    }

    /**
     * Reads the one value that the bytes consist of.
     *
     * @throws MalformedJsonException when they are not one JSON value
     */
    public static JsonNode tree(byte[] bytes) {
        return tree(bytes, TREES);
    }

    /**
     * The same, of an object that says everything once: of two members with one name others might take the other.
     *
     * @throws MalformedJsonException when they are not one JSON value, or a name comes twice in an object
     */
    public static JsonNode unambiguousTree(byte[] bytes) {
        return tree(bytes, STRICT_TREES);
    }

    private static JsonNode tree(byte[] bytes, ObjectMapper trees) {
        return read(bytes, parser -> {
            if (parser.nextToken() == null) {
                throw nothing();
            }
            JsonNode tree = trees.readTree(parser);
            requireEnd(parser);
            return tree;
        });
    }

    /** Whether the bytes are one JSON value. */
    public static boolean isWellFormed(byte[] bytes) {
        try {
            requireWellFormed(bytes);
            return true;
        } catch (MalformedJsonException e) {
            return false;
        }
    }

    /** @throws MalformedJsonException when the bytes are not one JSON value */
    static void requireWellFormed(byte[] bytes) {
        read(bytes, parser -> {
            if (parser.nextToken() == null) {
                throw nothing();
            }
            parser.skipChildren();
            requireEnd(parser);
            return true;
        });
    }

    /**
     * The objects that an array consists of, each with its bytes exactly as they are. Empty where the bytes are no array, or one
     * that has something else than objects in it.
     *
     * @throws MalformedJsonException when they are not one JSON value
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
                // UTF-16 and UTF-32 are detected by the parser, and its offsets would not be those of the bytes.
                only = only && from >= 0 && bytes[from] == '{' && bytes[to - 1] == '}';
                if (only) {
                    objects.add(Arrays.copyOfRange(bytes, from, to));
                }
            }
            return only ? objects : List.of();
        });
    }

    /** The text as a JSON string in UTF-8. */
    public static byte[] quoted(String text) {
        try {
            return TREES.writeValueAsBytes(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a string can be written as JSON", e);
        }
    }

    static <T> T read(byte[] bytes, Reading<T> reading) {
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
            throw new UncheckedIOException("reading from memory does not fail", e);
        }
    }

    static void requireEnd(JsonParser parser) throws IOException {
        JsonToken more = parser.nextToken();
        if (more != null) {
            JsonLocation place = parser.currentTokenLocation();
            throw new MalformedJsonException(
                    "something follows the end of the JSON value", place.getLineNr(), place.getColumnNr());
        }
    }

    static MalformedJsonException nothing() {
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
