package dev.sealpost.route.check;

import org.apache.camel.Exchange;

/** Callback for the calls that a route in a {@link ScratchCamel} would make. */
public interface Calls {

    /** Ignores calls: the routes are built but not run. */
    Calls NONE = (uri, exchange) -> {};

    /**
     * Instead of the call. May put an answer into the exchange.
     *
     * @param uri without what Camel takes for a secret
     */
    void call(String uri, Exchange exchange);
}
