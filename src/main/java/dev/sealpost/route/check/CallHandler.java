package dev.sealpost.route.check;

import org.apache.camel.Exchange;

/** Callback for the calls that a route in a {@link ScratchCamel} would make. */
public interface CallHandler {

    /** Ignores calls: the routes are built but not run. */
    CallHandler NONE = (uri, exchange) -> {};

    /**
     * Replaces the call; can put an answer into the exchange.
     *
     * @param uri URI with secrets masked
     */
    void call(String uri, Exchange exchange);
}
