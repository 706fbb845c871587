package dev.sealpost.route.connector;

import java.util.Map;
import java.util.Optional;

/**
 * Options of {@code from: connector:} beside the parameters of its connector.
 *
 * @param interval pause between two rounds, such as {@code 1m}
 * @param start cursor of the first round, in the form of the vendor
 */
record SourceOptions(Optional<String> interval, Optional<String> start) {

    static final String INTERVAL = "interval";

    static SourceOptions removeFrom(Map<String, String> parameters) {
        return new SourceOptions(
                Optional.ofNullable(parameters.remove(INTERVAL)), Optional.ofNullable(parameters.remove("start")));
    }

    /** Returns the URI of the poll, whose name is that of the route: each route has a cursor of its own. */
    String poll(String route) {
        StringBuilder uri = new StringBuilder("poll:").append(route);
        char separator = '?';
        for (Map.Entry<String, Optional<String>> option :
                Map.of(INTERVAL, interval, "start", start).entrySet()) {
            if (option.getValue().isPresent()) {
                uri.append(separator)
                        .append(option.getKey())
                        .append("=RAW(")
                        .append(option.getValue().get())
                        .append(')');
                separator = '&';
            }
        }
        return uri.toString();
    }
}
