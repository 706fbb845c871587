package dev.sealpost.broker.message;

import org.apache.activemq.artemis.api.core.ActiveMQBuffer;
import org.apache.activemq.artemis.api.core.ICoreMessage;
import org.apache.activemq.artemis.api.core.Message;

/** Message inside the embedded broker that is in no queue yet. */
public final class RoutedMessage extends CoreReceived<Message> {

    /** Size of the largest body read here: a text of 1 MiB as Artemis writes it. */
    private static final int LARGEST = 2 * 1024 * 1024 + 5;

    public RoutedMessage(Message message) {
        super(message);
    }

    /** Reads the body; one that is compressed or in a file is not bytes here. */
    @Override
    public MessageBody body() {
        try {
            if (Boolean.TRUE.equals(message.getObjectProperty(Message.HDR_LARGE_COMPRESSED))) {
                return new MessageBody.NotBytes("compressed", new byte[0]);
            }
            if (message.isLargeMessage()) {
                return new MessageBody.NotBytes("large", new byte[0]);
            }
            ICoreMessage core = message.toCore();
            return MessageBodies.decode(core, read(core.getReadOnlyBodyBuffer()));
        } catch (RuntimeException e) {
            return new MessageBody.NotBytes("broken", new byte[0]);
        }
    }

    private static byte[] read(ActiveMQBuffer body) {
        byte[] raw = new byte[Math.min(LARGEST, body.readableBytes())];
        body.readBytes(raw);
        return raw;
    }

    /** Does nothing: nobody has received the message. */
    @Override
    public void acknowledge() {}

    /** Does nothing: nobody has received the message. */
    @Override
    public void giveBack() {}
}
