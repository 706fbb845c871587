package dev.sealpost.route.camel;

import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Exchange;

/**
 * Header values that have entered or left a route, kept in its exchange. Values are compared by identity: a header set again by
 * a step is the route's own.
 */
record HeaderHistory(List<Object> entered, List<Sent> sent, Exchange exchange) {

    private static final String PROPERTY = "SealpostHeaderHistory";

    private record Sent(Object value, String server) {}

    /** Values recorded for one exchange. Copies of the exchange inherit them and then record their own. */
    private record Recorded(List<Object> entered, List<Sent> sent) {}

    static HeaderHistory of(Exchange exchange) {
        Recorded known = exchange.getProperty(PROPERTY, Recorded.class);
        return known == null
                ? new HeaderHistory(List.of(), List.of(), exchange)
                : new HeaderHistory(known.entered(), known.sent(), exchange);
    }

    void enter(Object value) {
        List<Object> more = new ArrayList<>(entered);
        if (value instanceof Iterable<?> values) {
            values.forEach(more::add);
        } else {
            more.add(value);
        }
        exchange.setProperty(PROPERTY, new Recorded(List.copyOf(more), sent));
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
            exchange.setProperty(PROPERTY, new Recorded(entered, List.copyOf(more)));
        }
        return servers.isEmpty() || servers.contains(server);
    }
}
