package dev.sealpost.route.check;

import org.apache.camel.Exchange;

/** Told of the calls that a route in a {@link ScratchCamel} would make. */
public interface Calls {

    /** Nobody wants to know: the routes are built and nothing runs through them. */
    Calls NONE = (uri, exchange) -> {};

    /**
     * Instead of the call. May put an answer into the exchange.
     *
     * @param uri without what Camel takes for a secret
     */
    void call(String uri, Exchange exchange);
}
