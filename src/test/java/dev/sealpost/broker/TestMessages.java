package dev.sealpost.broker;

import dev.sealpost.broker.OutgoingMessage.Body;
import java.util.Map;
import java.util.Random;

/** Messages of this node, for tests. */
final class TestMessages {

    private TestMessages() {}

    static OutgoingMessage aMessage(byte[] body) {
        return new OutgoingMessage(Map.of("name", "value"), new Body.Bytes(body));
    }

    /** The same bytes for the same size. */
    static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    static ReceivedMessage receive(MessageConsumer consumer) {
        return consumer.receive(OpenBroker.PATIENCE).orElseThrow();
    }
}
