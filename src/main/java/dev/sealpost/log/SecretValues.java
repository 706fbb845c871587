package dev.sealpost.log;

import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Secrets that this process has met: what {@code {{env:…}}} and {@code {{file:…}}} were replaced by, passwords of connectors and
 * endpoints. No text that is shown, logged or stored repeats them. One for the process, as the environment is. Shorter values are no secrets, and to cut them out would spoil
 * every text with a number in it.
 */
public final class SecretValues {

    private static final int SHORTEST = 6;
    /** The longest first: one may hold another, and what is left of it would be shown. */
    private static final Map<String, Pattern> KNOWN = new ConcurrentSkipListMap<>(
            Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.naturalOrder()));

    private SecretValues() {}

    /** From now on it is shown nowhere, neither as it is nor as it is written into a URI, JSON, XML or a header; nor is a line of it. */
    public static void add(String value) {
        if (value.length() < SHORTEST || KNOWN.containsKey(value)) {
            return;
        }
        String forms = SecretForms.of(value).map(Pattern::quote).collect(Collectors.joining("|"));
        // Some texts repeat it in capitals.
        KNOWN.put(value, Pattern.compile(forms, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE));
    }

    /** The text without them. */
    public static String mask(String text) {
        String masked = text;
        for (Pattern value : KNOWN.values()) {
            masked = value.matcher(masked).replaceAll("…");
        }
        return masked;
    }
}
