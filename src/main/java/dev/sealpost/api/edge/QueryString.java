package dev.sealpost.api.edge;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Parses the parameters of a query strictly. The servlet container would drop parameters that it cannot decode, and add
 * form fields.
 */
final class QueryString {

    /** Suffix of list parameters such as {@code a[]=1} or {@code a[0]=1}. */
    private static final Pattern LIST_SUFFIX = Pattern.compile("\\[[0-9]{0,4}]$");

    private static final int LONGEST_SHOWN = 100;

    private QueryString() {}

    /**
     * Returns the values of each parameter in order; list suffixes are removed from the names.
     *
     * @throws InvalidParameterException when a part is not percent-encoded UTF-8
     */
    static Map<String, List<String>> parse(@Nullable String query) {
        if (query == null || query.isEmpty()) {
            return Map.of();
        }
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        for (String part : query.split("&")) {
            if (!part.isEmpty()) {
                int end = part.indexOf('=') < 0 ? part.length() : part.indexOf('=');
                String rawName = part.substring(0, end);
                String name = LIST_SUFFIX.matcher(decoded(rawName, rawName)).replaceFirst("");
                String value = end == part.length() ? "" : decoded(rawName, part.substring(end + 1));
                parameters.computeIfAbsent(name, any -> new ArrayList<>()).add(value);
            }
        }
        return parameters;
    }

    private static String decoded(String name, String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%') {
                int high = i + 2 < text.length() ? Character.digit(text.charAt(i + 1), 16) : -1;
                int low = i + 2 < text.length() ? Character.digit(text.charAt(i + 2), 16) : -1;
                if (high < 0 || low < 0) {
                    throw invalid(
                            name,
                            "a percent sign must be followed by two hexadecimal digits; write %25 for a literal one");
                }
                bytes.write(high << 4 | low);
                i += 2;
            } else {
                bytes.write(c == '+' ? ' ' : c);
            }
        }
        try {
            String decoded = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
            if (decoded.indexOf(0) >= 0) {
                throw invalid(name, "text without the character U+0000 is expected");
            }
            return decoded;
        } catch (CharacterCodingException e) {
            throw invalid(name, "percent-encoded UTF-8 is expected");
        }
    }

    private static InvalidParameterException invalid(String name, String message) {
        return InvalidParameterException.ofQuery(name.substring(0, Math.min(name.length(), LONGEST_SHOWN)), message);
    }
}
