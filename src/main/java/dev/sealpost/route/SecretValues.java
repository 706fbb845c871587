package dev.sealpost.route;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * What {@code {{env:…}}} and {@code {{file:…}}} were replaced by in this process, so that no text that is shown or stored
 * repeats it. One for the process, as the environment is. Shorter values are no secrets, and to cut them out would spoil
 * every text with a number in it.
 */
final class SecretValues {

    private static final int SHORTEST = 6;
    private static final Set<Pattern> KNOWN = ConcurrentHashMap.newKeySet();
    private static final Set<String> VALUES = ConcurrentHashMap.newKeySet();

    private SecretValues() {}

    static void add(String value) {
        if (value.length() >= SHORTEST && VALUES.add(value)) {
            String encoded = URLEncoder.encode(value, StandardCharsets.UTF_8);
            KNOWN.add(Pattern.compile(
                    Pattern.quote(value) + "|" + Pattern.quote(encoded),
                    Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE)); // some texts repeat it in capitals
        }
    }

    static String mask(String text) {
        String masked = text;
        for (Pattern value : KNOWN) {
            masked = value.matcher(masked).replaceAll("…");
        }
        return masked;
    }
}
