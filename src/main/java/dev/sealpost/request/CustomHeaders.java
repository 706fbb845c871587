package dev.sealpost.request;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Headers that users add to every request to an endpoint.
 *
 * @param values by name; names are compared without regard to case
 */
public record CustomHeaders(Map<String, String> values) {

    public static final CustomHeaders NONE = new CustomHeaders(Map.of());

    /** Maximum number of headers. */
    public static final int MOST = 40;

    /** Longest value, in characters. */
    public static final int LONGEST_VALUE = 4_096;

    /** Maximum of all names and values together, in characters. */
    public static final int LARGEST = 8_192;

    private static final Pattern VALUE = Pattern.compile("[!-~]([\\t -~]{0," + (LONGEST_VALUE - 2) + "}[!-~])?");

    /** Parts of names whose values are secrets. */
    private static final List<String> SENSITIVE =
            List.of("auth", "cookie", "credential", "key", "passw", "secret", "session", "signature", "token");

    public CustomHeaders {
        Map<String, String> sorted = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        sorted.putAll(values);
        values = sorted.isEmpty() ? Map.of() : sorted;
    }

    /**
     * Checks the number and the size of all headers.
     *
     * @throws IllegalArgumentException with a message for users
     */
    public static CustomHeaders of(Map<String, String> values) {
        CustomHeaders headers = new CustomHeaders(values);
        int size = headers.values.entrySet().stream()
                .mapToInt(header -> header.getKey().length() + header.getValue().length())
                .sum();
        if (headers.values.size() > MOST || size > LARGEST) {
            throw new IllegalArgumentException(
                    "at most " + MOST + " headers with together at most " + LARGEST + " characters are expected");
        }
        return headers;
    }

    /**
     * Checks a name.
     *
     * @throws IllegalArgumentException with a message for users
     */
    public static String requireName(String name) {
        return HeaderNames.require(name);
    }

    /**
     * Checks a value.
     *
     * @throws IllegalArgumentException with a message for users that does not show the value
     */
    public static String requireValue(String value) {
        if (!VALUE.matcher(value).matches()) {
            throw new IllegalArgumentException("1 to " + LONGEST_VALUE
                    + " printable ASCII characters are expected, without a space at the begin or end");
        }
        return value;
    }

    /** Returns whether the value of a header with this name must not be shown. */
    public static boolean isSensitive(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return SENSITIVE.stream().anyMatch(lower::contains);
    }

    /** Returns the headers whose values may be shown. */
    public Map<String, String> shown() {
        Map<String, String> shown = new LinkedHashMap<>(values);
        shown.keySet().removeIf(CustomHeaders::isSensitive);
        return shown;
    }

    /** Returns the names of the other headers. */
    public List<String> sensitive() {
        return values.keySet().stream().filter(CustomHeaders::isSensitive).toList();
    }

    /**
     * Returns these headers without some of them and with others.
     *
     * @throws IllegalArgumentException as {@link #of}
     */
    public CustomHeaders changed(List<String> without, Map<String, String> with) {
        Map<String, String> changed = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        changed.putAll(values);
        Stream.concat(without.stream(), with.keySet().stream()).forEach(changed::remove);
        changed.putAll(with);
        return of(changed);
    }

    /** Hides the values. */
    @Override
    public String toString() {
        return "CustomHeaders" + values.keySet();
    }
}
