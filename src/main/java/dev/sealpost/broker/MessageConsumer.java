package dev.sealpost.broker;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.activemq.artemis.api.core.ActiveMQBuffers;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes messages from one queue. One thread receives, one (maybe another) acknowledges. */
public final class MessageConsumer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(MessageConsumer.class);
    private static final int LARGEST_IN_MEMORY = 1024 * 1024;
    /** Artemis writes two bytes for each UTF-16 unit of a text, after one for null and four for the length. */
    private static final int LARGEST_TEXT = 2 * LARGEST_IN_MEMORY + 5;

    private final Line line;
    private final ClientConsumer consumer;

    MessageConsumer(Line line, ClientConsumer consumer) {
        this.line = line;
        this.consumer = consumer;
    }

    /**
     * The next message, or none within the time.
     *
     * @throws BrokerUnavailableException when the broker is gone; what it had given out ahead is forgotten here and comes
     *     again, here or elsewhere
     */
    public Optional<ReceivedMessage> receive(Duration wait) {
        if (line.isLost()) {
            throw new BrokerUnavailableException("The connection to the broker has ended", null);
        }
        try {
            ClientMessage message =
                    wait.isZero() ? consumer.receiveImmediate() : consumer.receive(Math.max(1, wait.toMillis()));
            return message == null ? Optional.empty() : Optional.of(read(message));
        } catch (ActiveMQException e) {
            throw new BrokerUnavailableException("The queue cannot be read: " + e.getMessage(), e);
        }
    }

    private static ReceivedMessage read(ClientMessage message) throws ActiveMQException {
        return new Received(message, body(message));
    }

    static MessageBody body(ClientMessage message) throws ActiveMQException {
        Spool spool = new Spool(message.getType() == Message.TEXT_TYPE ? LARGEST_TEXT : LARGEST_IN_MEMORY);
        try {
            try {
                return body(message, spool);
            } finally {
                spool.discard();
            }
        } catch (IOException e) {
            throw new BrokerUnavailableException("A large message cannot be read: " + e.getMessage(), e);
        }
    }

    private static MessageBody body(ClientMessage message, Spool spool) throws ActiveMQException, IOException {
        if (message.isLargeMessage()) {
            message.saveToOutputStream(spool);
        } else {
            byte[] raw = new byte[message.getBodyBuffer().readableBytes()];
            message.getBodyBuffer().readBytes(raw);
            spool.write(raw);
        }
        MessageBody body = spool.isTooLarge() ? tooLarge(spool) : decode(message.getType(), spool.bytes());
        return body instanceof MessageBody.Bytes(byte[] bytes) && bytes.length > LARGEST_IN_MEMORY
                ? tooLarge(spool)
                : body;
    }

    private static MessageBody tooLarge(Spool spool) throws IOException {
        return new MessageBody.TooLarge(spool.size(), spool.keepFile());
    }

    private static MessageBody decode(byte type, byte[] raw) {
        return switch (type) {
            case Message.BYTES_TYPE, Message.DEFAULT_TYPE -> new MessageBody.Bytes(raw);
            case Message.TEXT_TYPE -> text(raw);
            case Message.MAP_TYPE -> new MessageBody.NotBytes("map", raw);
            case Message.OBJECT_TYPE -> new MessageBody.NotBytes("object", raw);
            case Message.STREAM_TYPE -> new MessageBody.NotBytes("stream", raw);
            default -> new MessageBody.NotBytes("type " + type, raw);
        };
    }

    /** Any client can call any bytes a text; those must not stop the one who reads. */
    private static MessageBody text(byte[] raw) {
        try {
            SimpleString text =
                    raw.length == 0 ? null : ActiveMQBuffers.wrappedBuffer(raw).readNullableSimpleString();
            return new MessageBody.Bytes(
                    text == null ? new byte[0] : text.toString().getBytes(StandardCharsets.UTF_8));
        } catch (RuntimeException e) {
            return new MessageBody.NotBytes("broken text", raw);
        }
    }

    @Override
    public void close() {
        line.close();
    }

    private record Received(ClientMessage message, MessageBody body) implements ReceivedMessage {

        @Override
        public long id() {
            return message.getMessageID();
        }

        @Override
        public Optional<Instant> sentAt() {
            return message.getTimestamp() <= 0
                    ? Optional.empty()
                    : Optional.of(Instant.ofEpochMilli(message.getTimestamp()));
        }

        @Override
        public Optional<String> property(String name) {
            @Nullable Object value = message.getObjectProperty(name);
            return Optional.ofNullable(value).map(Object::toString);
        }

        @Override
        public void acknowledge() {
            try {
                message.individualAcknowledge();
            } catch (ActiveMQException e) {
                // The connection has ended, which is said once elsewhere: the broker gives the message out again.
                LOG.debug("broker.acknowledge-failed messageId={} reason={}", id(), e.getMessage());
            }
        }
    }
}
