package dev.sealpost.signature;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Parameters of a form ({@code application/x-www-form-urlencoded}, WHATWG URL section 5) in their order. */
public record FormParameters(List<Parameter> list) {

    public static final String MEDIA_TYPE = "application/x-www-form-urlencoded";

    /** Maximum of parameters, more than any provider sends. Limits the memory. */
    private static final int MOST = 10_000;

    /** Decoded parameter. */
    public record Parameter(String name, String value) {}

    public FormParameters {
        list = List.copyOf(list);
    }

    /**
     * Parses a body of the type {@code application/x-www-form-urlencoded}.
     *
     * @throws IllegalArgumentException if percent-encoding is malformed, or there are too many parameters
     */
    public static FormParameters parse(byte[] body) {
        List<Parameter> parameters = new ArrayList<>();
        String text = new String(body, StandardCharsets.UTF_8);
        int at = 0;
        while (at < text.length()) {
            int end = text.indexOf('&', at);
            String pair = text.substring(at, end < 0 ? text.length() : end);
            if (!pair.isEmpty()) {
                parameters.add(parameter(pair));
            }
            if (parameters.size() > MOST) {
                throw new IllegalArgumentException("the form has more than " + MOST + " parameters");
            }
            at = end < 0 ? text.length() : end + 1;
        }
        return new FormParameters(parameters);
    }

    private static Parameter parameter(String pair) {
        int equals = pair.indexOf('=');
        return equals < 0
                ? new Parameter(decode(pair), "")
                : new Parameter(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    /** Returns the sorted names and values without separators, equal pairs once, as Twilio signs them after the URL. */
    String sorted() {
        SortedMap<String, SortedSet<String>> byName = new TreeMap<>();
        list.forEach(each ->
                byName.computeIfAbsent(each.name(), name -> new TreeSet<>()).add(each.value()));
        StringBuilder text = new StringBuilder();
        byName.forEach(
                (name, values) -> values.forEach(value -> text.append(name).append(value)));
        return text.toString();
    }
}
