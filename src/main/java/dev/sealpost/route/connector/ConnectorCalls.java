package dev.sealpost.route.connector;

import dev.sealpost.route.event.Branches;
import dev.sealpost.route.event.EventHeaders;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.camel.Exchange;

/**
 * Identity of each call of a run: the same when the run or the step is repeated, and different for any other call. It consists
 * of the event, the route, the connector, the branch of splits and loops, and the position among the steps of this branch that
 * call the connector.
 */
final class ConnectorCalls {

    private static final String PROPERTY = "SealpostConnectorCalls";

    private final Map<String, List<ConnectorProducer>> callers = new HashMap<>();

    private ConnectorCalls() {}

    static String operation(Exchange exchange, String connector, ConnectorProducer caller) {
        ConnectorCalls calls = exchange.getProperty(PROPERTY, ConnectorCalls.class);
        if (calls == null) {
            calls = new ConnectorCalls();
            exchange.setProperty(PROPERTY, calls);
        }
        String place = exchange.getFromRouteId() + "\n" + connector + "\n" + Branches.of(exchange);
        return event(exchange) + "\n" + place + "\n" + calls.position(place, caller);
    }

    /** Returns the event or the batch. Outside {@code from: event:}, only the steps of one exchange are repeated. */
    private static String event(Exchange exchange) {
        return Stream.of(EventHeaders.EVENT_ID, EventHeaders.BATCH_ID)
                .flatMap(header -> Optional.ofNullable(exchange.getMessage().getHeader(header, String.class)).stream())
                .findFirst()
                .orElseGet(exchange::getExchangeId);
    }

    /** Returns the position of the caller. Copies of an exchange share this object. */
    private synchronized int position(String place, ConnectorProducer caller) {
        List<ConnectorProducer> steps = callers.computeIfAbsent(place, unknown -> new ArrayList<>());
        if (!steps.contains(caller)) {
            steps.add(caller);
        }
        return steps.indexOf(caller);
    }
}
