package dev.sealpost.connector.signing;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Parameters of a query or form, decoded, in their order. */
final class QueryOfUrl {

    private QueryOfUrl() {}

    /** @param text such as {@code a=1&b=x+y}; may be empty */
    static List<Map.Entry<String, String>> parameters(String text) {
        List<Map.Entry<String, String>> parameters = new ArrayList<>();
        for (String pair : text.split("&")) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                parameters.add(Map.entry(
                        decode(equals < 0 ? pair : pair.substring(0, equals)),
                        equals < 0 ? "" : decode(pair.substring(equals + 1))));
            }
        }
        return parameters;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
