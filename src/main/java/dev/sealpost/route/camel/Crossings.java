package dev.sealpost.route.camel;

import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Exchange;

/**
 * Which values of headers have crossed the border of a route, kept in its exchange. A value is the very object: a step that sets
 * the header again, even to the same text, makes a new one, which is the route's own.
 */
record Crossings(List<Object> entered, List<Sent> sent, Exchange exchange) {

    private static final String PROPERTY = "SealpostCrossings";

    private record Sent(Object value, String server) {}

    /** What one exchange knows; its copies know it too, and learn on their own. */
    private record Known(List<Object> entered, List<Sent> sent) {}

    static Crossings of(Exchange exchange) {
        Known known = exchange.getProperty(PROPERTY, Known.class);
        return known == null
                ? new Crossings(List.of(), List.of(), exchange)
                : new Crossings(known.entered(), known.sent(), exchange);
    }

    void enter(Object value) {
        List<Object> more = new ArrayList<>(entered);
        if (value instanceof Iterable<?> values) {
            values.forEach(more::add);
        } else {
            more.add(value);
        }
        exchange.setProperty(PROPERTY, new Known(List.copyOf(more), sent));
    }

    /** Whether an answer brought it. */
    @SuppressWarnings("ReferenceEquality")
    boolean hasEntered(Object value) {
        return entered.stream().anyMatch(other -> other == value);
    }

    /** Whether it was not sent to another server before; from now on it was sent to this one. */
    @SuppressWarnings("ReferenceEquality")
    boolean mayLeave(Object value, String server) {
        List<String> servers = sent.stream()
                .filter(other -> other.value() == value)
                .map(Sent::server)
                .toList();
        if (servers.isEmpty()) {
            List<Sent> more = new ArrayList<>(sent);
            more.add(new Sent(value, server));
            exchange.setProperty(PROPERTY, new Known(entered, List.copyOf(more)));
        }
        return servers.isEmpty() || servers.contains(server);
    }
}
