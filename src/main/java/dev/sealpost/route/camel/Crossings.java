package dev.sealpost.route.camel;

import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Exchange;

/**
 * Header values that have entered or left a route, kept in its exchange. Values are compared by identity: a header set again by
 * a step is the route's own.
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

    /** Returns true if an answer brought the value. */
    @SuppressWarnings("ReferenceEquality")
    boolean hasEntered(Object value) {
        return entered.stream().anyMatch(other -> other == value);
    }

    /** Returns true unless the value was sent to another server before; records this server. */
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
