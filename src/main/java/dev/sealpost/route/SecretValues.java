package dev.sealpost.route;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What {@code {{env:…}}} and {@code {{file:…}}} were replaced by in this process, so that no text that is shown or stored
 * repeats it. One for the process, as the environment is. Shorter values are no secrets, and to cut them out would spoil
 * every text with a number in it.
 */
final class SecretValues {

    private static final int SHORTEST = 6;
    private static final Map<String, Boolean> KNOWN = new ConcurrentHashMap<>();

    private SecretValues() {}

    static void add(String value) {
        if (value.length() >= SHORTEST) {
            KNOWN.put(value, true);
        }
    }

    static String mask(String text) {
        String masked = text;
        for (String value : KNOWN.keySet()) {
            masked = masked.replace(value, "…");
        }
        return masked;
    }
}
