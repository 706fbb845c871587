package dev.sealpost.broker;

import dev.sealpost.broker.message.MessageConsumer;
import dev.sealpost.broker.message.OutgoingMessage;
import dev.sealpost.broker.message.OutgoingMessage.Body;
import dev.sealpost.broker.message.ReceivedMessage;
import java.util.Map;
import java.util.Random;

/** Messages of this node, for tests. */
public final class TestMessages {

    private TestMessages() {}

    public static OutgoingMessage aMessage(byte[] body) {
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
