package dev.sealpost.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.Map;
import java.util.TreeMap;

/**
 * Request to a vendor sandbox.
 *
 * @param path below the vendor's base URL
 * @param headers by case-insensitive name
 */
record SandboxCall(String method, String path, Map<String, String> headers, String body) {

    private static final ObjectMapper JSON = new ObjectMapper();

    SandboxCall {
        Map<String, String> anyCase = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        anyCase.putAll(headers);
        headers = anyCase;
    }

    boolean is(String wantedMethod, String wantedPath) {
        return method.equals(wantedMethod) && path.equals(wantedPath);
    }

    String header(String name) {
        return headers.getOrDefault(name, "");
    }

    boolean hasJsonContent() {
        return header("Content-Type").startsWith("application/json");
    }

    /** Parses the body; returns a missing node if it is not JSON. */
    JsonNode json() {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }
}
