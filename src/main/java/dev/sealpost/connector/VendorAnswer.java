package dev.sealpost.connector;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * HTTP response of a vendor. Immutable.
 *
 * @param headers the first value by name; names are compared without regard to case
 * @param body empty where the response had none
 */
public record VendorAnswer(int status, Map<String, String> headers, byte[] body) {

    public VendorAnswer {
        Map<String, String> sorted = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        sorted.putAll(headers);
        headers = Collections.unmodifiableMap(sorted);
    }

    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    /** Returns the body as UTF-8. */
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    public boolean isSuccess() {
        return status >= 200 && status <= 299;
    }
}
