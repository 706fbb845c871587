package dev.sealpost.connector.call;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** JSON with exact numbers: 1.10 stays 1.10. */
public final class ExactJson {

    private static final ObjectMapper MAPPER = mapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private ExactJson() {}

    /** Returns a new mapper, which reads and writes numbers exactly. */
    public static ObjectMapper mapper() {
        return JsonMapper.builder()
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                .build();
    }

    /**
     * Returns the value.
     *
     * @throws IllegalArgumentException if it contains a number that JSON cannot represent; Jackson would write a string
     */
    public static JsonNode requireFinite(JsonNode node) {
        if ((node.isDouble() || node.isFloat()) && !Double.isFinite(node.doubleValue())) {
            throw new IllegalArgumentException("the result contains the number " + node.doubleValue()
                    + ", which JSON cannot represent: arithmetic is limited to 1.8e308");
        }
        node.forEach(ExactJson::requireFinite);
        return node;
    }

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    static JsonNode number(long value) {
        return LongNode.valueOf(value);
    }

    /** Returns the value; empty if the bytes are not JSON. No bytes are null (JSON). */
    static Optional<JsonNode> read(byte[] bytes) {
        try {
            JsonNode node = MAPPER.readTree(bytes);
            return Optional.of(node == null || node.isMissingNode() ? NullNode.getInstance() : node);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    static byte[] bytes(JsonNode node) {
        try {
            return MAPPER.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("A JSON value cannot be written", e);
        }
    }

    /** Returns strings without quotes, and other values as JSON. */
    static String text(JsonNode node) {
        return node.isTextual() ? node.textValue() : new String(bytes(node), StandardCharsets.UTF_8);
    }
}
