package dev.sealpost.route.connector;

import com.fasterxml.jackson.databind.node.NullNode;
import dev.sealpost.connector.VendorRequest;
import dev.sealpost.connector.call.CallResult;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultProducer;

/**
 * Calls a connector with the body of the exchange, which must be JSON. Afterwards the body is the connector's output or the
 * vendor's answer (String); the headers are unchanged.
 */
public final class ConnectorProducer extends DefaultProducer {

    private final PreparedCall call;

    ConnectorProducer(ConnectorEndpoint endpoint, PreparedCall call) {
        super(endpoint);
        this.call = call;
    }

    /** Returns the first request that {@link #process} would make, without its credential. */
    public VendorRequest preview(Exchange exchange) {
        return call.preview(call.body(exchange.getMessage()), PreparedCall.event(exchange.getMessage()));
    }

    /** @throws dev.sealpost.delivery.ReceiverFailure if the call fails */
    @Override
    public void process(Exchange exchange) {
        CallResult result = call.make(
                call.body(exchange.getMessage()),
                PreparedCall.event(exchange.getMessage()),
                ConnectorCalls.operation(exchange, call.connector()),
                NullNode.getInstance());
        exchange.getMessage().setBody(result.body());
    }
}
