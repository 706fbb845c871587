package dev.sealpost.signature;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** What a form consists of ({@code application/x-www-form-urlencoded}, WHATWG URL section 5), in its order. */
public record FormParameters(List<Parameter> list) {

    public static final String MEDIA_TYPE = "application/x-www-form-urlencoded";

    /** More than any provider sends; each costs memory beyond the bytes of the body. */
    private static final int MOST = 10_000;

    /** Decoded. */
    public record Parameter(String name, String value) {}

    public FormParameters {
        list = List.copyOf(list);
    }

    /**
     * Reads a body of the type {@code application/x-www-form-urlencoded}.
     *
     * @throws IllegalArgumentException when a percent sign starts no character, or there are too many parameters
     */
    public static FormParameters parse(byte[] body) {
        List<Parameter> found = new ArrayList<>();
        String text = new String(body, StandardCharsets.UTF_8);
        int at = 0;
        while (at < text.length()) {
            int end = text.indexOf('&', at);
            String pair = text.substring(at, end < 0 ? text.length() : end);
            if (!pair.isEmpty()) {
                found.add(parameter(pair));
            }
            if (found.size() > MOST) {
                throw new IllegalArgumentException("the form has more than " + MOST + " parameters");
            }
            at = end < 0 ? text.length() : end + 1;
        }
        return new FormParameters(found);
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

    /** Each name and value without anything between them, sorted, equal pairs once: what Twilio signs after the URL. */
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
