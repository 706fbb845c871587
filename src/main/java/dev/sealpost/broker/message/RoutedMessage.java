package dev.sealpost.broker.message;

import java.nio.ByteBuffer;
import org.apache.activemq.artemis.api.core.ActiveMQBuffer;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ICoreMessage;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.core.message.LargeBodyReader;
import org.apache.activemq.artemis.core.server.LargeServerMessage;

/** Message inside the embedded broker that is in no queue yet. */
public final class RoutedMessage extends ClientReceived<Message> {

    /** Size of the largest body read here: a text of 1 MiB as Artemis writes it. */
    private static final int LARGEST = 2 * 1024 * 1024 + 5;

    public RoutedMessage(Message message) {
        super(message);
    }

    /** Reads the body; one that is too large, compressed, or a large AMQP message is not bytes here. */
    @Override
    public MessageBody body() {
        try {
            if (Boolean.TRUE.equals(message.getObjectProperty(Message.HDR_LARGE_COMPRESSED))) {
                return new MessageBody.NotBytes("compressed", new byte[0]);
            }
            if (message instanceof LargeServerMessage large) {
                return message instanceof ICoreMessage core
                        ? MessageBodies.decode(core, read(large.getLargeBodyReader()))
                        : new MessageBody.NotBytes("large", new byte[0]);
            }
            ICoreMessage core = message.toCore();
            return MessageBodies.decode(core, read(core.getReadOnlyBodyBuffer()));
        } catch (ActiveMQException | RuntimeException e) {
            return new MessageBody.NotBytes("broken", new byte[0]);
        }
    }

    private static byte[] read(ActiveMQBuffer body) {
        byte[] raw = new byte[Math.min(LARGEST, body.readableBytes())];
        body.readBytes(raw);
        return raw;
    }

    private static byte[] read(LargeBodyReader body) throws ActiveMQException {
        body.open();
        try {
            ByteBuffer raw = ByteBuffer.allocate((int) Math.min(LARGEST, body.getSize()));
            while (raw.hasRemaining() && body.readInto(raw) > 0) {
                // Reads on.
            }
            return raw.array();
        } finally {
            body.close();
        }
    }

    /** Does nothing: nobody has received the message. */
    @Override
    public void acknowledge() {}

    /** Does nothing: nobody has received the message. */
    @Override
    public void giveBack() {}
}
