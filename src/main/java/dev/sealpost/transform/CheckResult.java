package dev.sealpost.transform;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sealpost.egress.OutboundUrl;
import dev.sealpost.event.message.Json;
import dev.sealpost.event.message.MalformedJsonException;
import dev.sealpost.request.CustomHeaders;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Checks what customers' code returned: the same rules as for the URL and the headers of an endpoint. */
final class CheckResult {

    private static final Set<String> METHODS = Set.of("POST", "PUT", "PATCH");

    /** Room for the escaped payload, the URL and the headers. */
    private static final int LONGEST_ANSWER = 2 * Transformations.LARGEST + 65_536;

    private CheckResult() {}

    /** Parses an answer, which the code may have made anything of. */
    static JsonNode parsed(String answer) {
        if (answer.length() > LONGEST_ANSWER) {
            throw tooLarge();
        }
        try {
            JsonNode result = Json.tree(answer.getBytes(StandardCharsets.UTF_8));
            if (result.isObject()) {
                return result;
            }
        } catch (MalformedJsonException e) {
            throw new TransformationException("the code ended without a valid answer");
        }
        throw new TransformationException("the code ended without a valid answer");
    }

    /** Returns the failure that an answer names, with its place. */
    static TransformationException failure(JsonNode result) {
        String place = result.path("line").asInt() > 0
                ? "line " + result.path("line").asInt()
                        + (result.path("column").asInt() > 0
                                ? ", column " + result.path("column").asInt()
                                : "") + ": "
                : "";
        return new TransformationException(place + result.path("error").asText().replaceAll("\\p{Cntrl}", " "));
    }

    static TransformedRequest of(JsonNode result) {
        JsonNode cancel = result.path("cancel");
        boolean isCanceled = cancel.isBoolean() && cancel.booleanValue();
        return new TransformedRequest(
                method(result.path("method")),
                url(result.path("url")),
                headers(result.path("headers")),
                payload(result.path("payload")),
                isCanceled);
    }

    private static String method(JsonNode method) {
        if (!METHODS.contains(method.asText())) {
            throw new TransformationException("webhook.method must be POST, PUT or PATCH");
        }
        return method.asText();
    }

    private static OutboundUrl url(JsonNode url) {
        if (!url.isTextual()) {
            throw new TransformationException("webhook.url must be a string");
        }
        try {
            return OutboundUrl.parse(url.textValue());
        } catch (IllegalArgumentException e) {
            throw new TransformationException("webhook.url: " + e.getMessage());
        }
    }

    private static CustomHeaders headers(JsonNode headers) {
        if (headers.isMissingNode() || headers.isNull()) {
            return CustomHeaders.NONE;
        }
        if (!headers.isObject()) {
            throw new TransformationException("webhook.headers must be an object of strings");
        }
        Map<String, String> values = new LinkedHashMap<>();
        try {
            headers.properties().forEach(header -> {
                if (!header.getValue().isTextual()) {
                    throw new IllegalArgumentException("the values must be strings");
                }
                values.put(
                        CustomHeaders.requireName(header.getKey()),
                        CustomHeaders.requireValue(header.getValue().textValue()));
            });
            return CustomHeaders.of(values);
        } catch (IllegalArgumentException e) {
            throw new TransformationException("webhook.headers: " + e.getMessage());
        }
    }

    private static byte[] payload(JsonNode payload) {
        if (!payload.isTextual()) {
            throw new TransformationException("webhook.payload must be a value of JSON");
        }
        byte[] bytes = payload.textValue().getBytes(StandardCharsets.UTF_8);
        if (bytes.length > Transformations.LARGEST) {
            throw tooLarge();
        }
        return bytes;
    }

    private static TransformationException tooLarge() {
        return new TransformationException(
                "webhook.payload is larger than the 256 KiB that a transformation may return");
    }
}
