package dev.sealpost.route.event;

import dev.sealpost.event.Event;
import dev.sealpost.event.Json;
import java.util.Arrays;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what a route says that its body is. The header {@code Content-Type} is the author's word only while nobody else has
 * written it: the answer of a vendor brings its own, and both stay where they are when a later step makes another body.
 */
final class FindLabel {

    /** Exchange property: the header that a call has left. It is told from an equal one of the author's by being the same object. */
    private static final String LEFT = "SealpostLeftContentType";

    private FindLabel() {}

    /** Whatever header there is now is of no use any more: the step before has put another body into the exchange. */
    static void leave(Exchange exchange) {
        @Nullable Object header = exchange.getMessage().getHeader(Exchange.CONTENT_TYPE);
        if (header != null) {
            exchange.setProperty(LEFT, header);
        }
    }

    /**
     * The label of the body; empty where there is none.
     *
     * @param parent the event that the route is working on
     * @param bytes of the body
     */
    static Optional<String> of(Exchange exchange, Optional<Event> parent, byte[] bytes) {
        @Nullable Object header = exchange.getMessage().getHeader(Exchange.CONTENT_TYPE);
        if (header == null || header == exchange.getProperty(LEFT)) {
            return Optional.empty();
        }
        if (parent.filter(event -> isOfAnotherBody(header, event, bytes)).isPresent()) {
            return Optional.empty();
        }
        return Optional.of(exchange.getMessage().getHeader(Exchange.CONTENT_TYPE, String.class));
    }

    /** A route that makes JSON of an event that is none need not say so. */
    private static boolean isOfAnotherBody(Object header, Event parent, byte[] bytes) {
        Object its = parent.content().type();
        return header == its
                && !Arrays.equals(parent.payload().bytes(), bytes)
                && bytes.length > 0
                && (bytes[0] == '{' || bytes[0] == '[')
                && Json.isWellFormed(bytes);
    }
}
