package dev.sealpost.broker.message;

import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;

/**
 * Durable bytes message.
 *
 * @param properties text properties
 */
public record OutgoingMessage(Map<String, String> properties, Body body) {

    private static final String DUPLICATE_ID = "_AMQ_DUPL_ID";

    public OutgoingMessage {
        properties = Map.copyOf(properties);
    }

    /**
     * Returns the message with a duplicate id. The broker drops further messages of the same id while it is among the
     * last 20,000 of the address, across restarts.
     */
    public OutgoingMessage once(String id) {
        Map<String, String> marked = new HashMap<>(properties);
        marked.put(DUPLICATE_ID, id);
        return new OutgoingMessage(marked, body);
    }

    /** Bytes in memory or, if too large, a stream that is read once. */
    public sealed interface Body {

        record Bytes(byte[] bytes) implements Body {}

        record Stream(InputStream stream) implements Body {}
    }
}
