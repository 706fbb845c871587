package dev.sealpost.log;

import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Secrets of this process, to mask in all texts that are shown, logged or stored: values of {@code {{env:…}}} and
 * {@code {{file:…}}}, passwords of connectors and endpoints. Global, like the environment. Very short values are not
 * masked, since they occur in many texts.
 */
public final class SecretValues {

    private static final int SHORTEST = 6;
    /** Sorted longest first, since one secret may contain another. */
    private static final Map<String, Pattern> KNOWN = new ConcurrentSkipListMap<>(
            Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.naturalOrder()));

    private SecretValues() {}

    /** Adds a secret to mask, in its plain and encoded forms (URI, JSON, XML, base64), as a whole and by line. */
    public static void add(String value) {
        if (value.length() < SHORTEST || KNOWN.containsKey(value)) {
            return;
        }
        String forms = SecretForms.of(value).map(Pattern::quote).collect(Collectors.joining("|"));
        // Some texts contain it in upper case.
        KNOWN.put(value, Pattern.compile(forms, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE));
    }

    /** Removes a secret that is no longer valid, such as an old access token, so that their number stays bounded. */
    public static void remove(String value) {
        KNOWN.remove(value);
    }

    /** Returns the text with secrets masked. */
    public static String mask(String text) {
        String masked = text;
        for (Pattern value : KNOWN.values()) {
            masked = value.matcher(masked).replaceAll("…");
        }
        return masked;
    }
}
