package dev.sealpost.broker;

import java.io.InputStream;
import java.util.Map;
import java.util.Optional;

/**
 * A durable message of bytes.
 *
 * @param properties text properties
 * @param duplicateId the broker drops a message whose id it has seen lately
 */
public record OutgoingMessage(Map<String, String> properties, Body body, Optional<String> duplicateId) {

    public OutgoingMessage {
        properties = Map.copyOf(properties);
    }

    /** Bytes in memory or, for what is too large for that, a stream that is read once. */
    public sealed interface Body {

        record Bytes(byte[] bytes) implements Body {}

        record Stream(InputStream stream) implements Body {}
    }
}
