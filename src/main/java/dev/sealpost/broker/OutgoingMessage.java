package dev.sealpost.broker;

import java.io.InputStream;
import java.util.Map;

/**
 * A durable message of bytes.
 *
 * @param properties text properties
 */
public record OutgoingMessage(Map<String, String> properties, Body body) {

    public OutgoingMessage {
        properties = Map.copyOf(properties);
    }

    /** Bytes in memory or, for what is too large for that, a stream that is read once. */
    public sealed interface Body {

        record Bytes(byte[] bytes) implements Body {}

        record Stream(InputStream stream) implements Body {}
    }
}
