package dev.sealpost.route.event;

import dev.sealpost.event.Event;
import dev.sealpost.event.message.Json;
import java.util.Arrays;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * Determines the content type that a route sets for its body. The header {@code Content-Type} counts only if the author set it:
 * answers of calls bring their own, which stays when a later step changes the body.
 */
final class FindLabel {

    /**
     * Exchange property: the header left by a call, compared by identity to distinguish it from an equal one set by the author.
     */
    private static final String STALE = "SealpostLeftContentType";

    private FindLabel() {}

    /** Marks the current header as stale, because a step has replaced the body. */
    static void markStale(Exchange exchange) {
        @Nullable Object header = exchange.getMessage().getHeader(Exchange.CONTENT_TYPE);
        if (header != null) {
            exchange.setProperty(STALE, header);
        }
    }

    /**
     * Returns the content type bytes of the body; empty if not set.
     *
     * @param parent event that the route works on
     * @param bytes of the body
     */
    static Optional<String> of(Exchange exchange, Optional<Event> parent, byte[] bytes) {
        @Nullable Object header = exchange.getMessage().getHeader(Exchange.CONTENT_TYPE);
        if (header == null || header == exchange.getProperty(STALE)) {
            return Optional.empty();
        }
        if (parent.filter(event -> isOfAnotherBody(header, event, bytes)).isPresent()) {
            return Optional.empty();
        }
        return Optional.of(exchange.getMessage().getHeader(Exchange.CONTENT_TYPE, String.class));
    }

    /** Returns true if the header is that of the consumed event but the body was replaced by JSON. */
    private static boolean isOfAnotherBody(Object header, Event parent, byte[] bytes) {
        Object parentType = parent.content().type();
        return header == parentType
                && !Arrays.equals(parent.payload().bytes(), bytes)
                && bytes.length > 0
                && (bytes[0] == '{' || bytes[0] == '[')
                && Json.isWellFormed(bytes);
    }
}
