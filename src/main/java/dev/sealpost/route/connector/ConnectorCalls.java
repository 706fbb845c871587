package dev.sealpost.route.connector;

import dev.sealpost.route.event.Branches;
import dev.sealpost.route.event.ConsumedEvent;
import dev.sealpost.route.event.StepPath;
import org.apache.camel.Exchange;

/**
 * Identity of each call of a run: the same when the run or the step is repeated, and different for any other call. It consists
 * of the event, the route, the connector, the branch of splits and loops, and the path of steps that leads to the call.
 */
final class ConnectorCalls {

    private ConnectorCalls() {}

    static String operation(Exchange exchange, String connector) {
        return String.join(
                "\n",
                ConsumedEvent.idOf(exchange),
                String.valueOf(exchange.getFromRouteId()),
                connector,
                Branches.of(exchange),
                StepPath.of(exchange));
    }
}
