package dev.sealpost.connector.signing;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Parameters of a query or form. */
final class QueryOfUrl {

    private QueryOfUrl() {}

    /**
     * Returns the parameters, decoded, in their order.
     *
     * @param text such as {@code a=1&b=x+y}; may be empty
     */
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

    /** Encodes the parameters and sorts them by name, then by value, as both OAuth 1.0a (section 3.4.1.3.2) and AWS sign them. */
    static String normalized(List<Map.Entry<String, String>> parameters) {
        return parameters.stream()
                .map(each -> Map.entry(PercentEncoding.encode(each.getKey()), PercentEncoding.encode(each.getValue())))
                .sorted(Map.Entry.<String, String>comparingByKey().thenComparing(Map.Entry.comparingByValue()))
                .map(each -> each.getKey() + "=" + each.getValue())
                .collect(Collectors.joining("&"));
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
