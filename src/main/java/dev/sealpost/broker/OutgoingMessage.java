package dev.sealpost.broker;

import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;

/**
 * A durable message of bytes.
 *
 * @param properties text properties
 */
public record OutgoingMessage(Map<String, String> properties, Body body) {

    private static final String DUPLICATE_ID = "_AMQ_DUPL_ID";

    public OutgoingMessage {
        properties = Map.copyOf(properties);
    }

    /**
     * The same message, of which the broker keeps one however often it is sent: it drops the others for as long as it remembers
     * the id, which is one of 20,000 of an address, over restarts too.
     */
    public OutgoingMessage once(String id) {
        Map<String, String> marked = new HashMap<>(properties);
        marked.put(DUPLICATE_ID, id);
        return new OutgoingMessage(marked, body);
    }

    /** Bytes in memory or, for what is too large for that, a stream that is read once. */
    public sealed interface Body {

        record Bytes(byte[] bytes) implements Body {}

        record Stream(InputStream stream) implements Body {}
    }
}
