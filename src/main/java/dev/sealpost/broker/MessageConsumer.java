package dev.sealpost.broker;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.apache.activemq.artemis.api.core.ActiveMQBuffers;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes messages from one queue. One thread receives, one (maybe another) acknowledges. */
public final class MessageConsumer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(MessageConsumer.class);
    private static final int LARGEST_IN_MEMORY = 1024 * 1024;
    /** Artemis writes two bytes for each UTF-16 unit of a text, after one for null and four for the length. */
    private static final int LARGEST_TEXT = 2 * LARGEST_IN_MEMORY + 5;

    private static final Duration DRAIN_LOOK = Duration.ofMillis(5);

    private final Line line;
    private final ClientConsumer consumer;
    private final Path spoolFolder;
    private final GivenOut givenOut;

    /**
     * @param spoolFolder where messages go that are too large for memory
     * @param pause before a message that could not be dealt with goes back to the broker
     */
    MessageConsumer(Line line, ClientConsumer consumer, Path spoolFolder, Duration pause) {
        this.line = line;
        this.consumer = consumer;
        this.spoolFolder = spoolFolder;
        this.givenOut = new GivenOut(pause);
    }

    /**
     * The next message, or none within the time. A message that cannot be read goes back to the broker, and comes again.
     *
     * @throws BrokerUnavailableException when the broker is gone; what it had given out ahead is forgotten here and comes
     *     again, here or elsewhere
     */
    public Optional<ReceivedMessage> receive(Duration wait) {
        if (line.isLost()) {
            throw new BrokerUnavailableException("The connection to the broker has ended", null);
        }
        try {
            if (givenOut.isTime(System.nanoTime())) {
                takeBack(wait);
                return Optional.empty();
            }
            ClientMessage message =
                    wait.isZero() ? consumer.receiveImmediate() : consumer.receive(Math.max(1, wait.toMillis()));
            return message == null ? Optional.empty() : read(message);
        } catch (ActiveMQException e) {
            throw new BrokerUnavailableException("The queue cannot be read: " + e.getMessage(), e);
        }
    }

    /** Gives back what could not be dealt with, once all else is acknowledged. */
    private void takeBack(Duration wait) throws ActiveMQException {
        long end = System.nanoTime() + wait.toNanos();
        while (!givenOut.isDrained()) {
            if (System.nanoTime() - end >= 0) {
                return;
            }
            LockSupport.parkNanos(DRAIN_LOOK.toNanos());
        }
        line.session().rollback();
        givenOut.wentBack();
    }

    private Optional<ReceivedMessage> read(ClientMessage message) {
        givenOut.given();
        try {
            return Optional.of(new Received(message, body(message)));
        } catch (ActiveMQException | IOException e) {
            giveBack(message, "it cannot be read: " + e);
            return Optional.empty();
        }
    }

    private void giveBack(ClientMessage message, String reason) {
        Duration pause = givenOut.giveBack(System.nanoTime());
        LOG.warn("broker.message-goes-back messageId={} pause={} reason={}", message.getMessageID(), pause, reason);
    }

    private MessageBody body(ClientMessage message) throws ActiveMQException, IOException {
        return body(message, spoolFolder);
    }

    /** Reads a body once; one that is too large goes to a file in the folder. */
    static MessageBody body(ClientMessage message, Path spoolFolder) throws ActiveMQException, IOException {
        Spool spool = new Spool(message.getType() == Message.TEXT_TYPE ? LARGEST_TEXT : LARGEST_IN_MEMORY, spoolFolder);
        try {
            return body(message, spool);
        } finally {
            spool.discard();
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
        spool.requireWhole();
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

    private final class Received extends ClientReceived {

        private final MessageBody body;
        private final AtomicBoolean ended = new AtomicBoolean();

        Received(ClientMessage message, MessageBody body) {
            super(message);
            this.body = body;
        }

        @Override
        public MessageBody body() {
            return body;
        }

        @Override
        public void acknowledge() {
            if (!ended.compareAndSet(false, true)) {
                return;
            }
            try {
                message.individualAcknowledge();
            } catch (ActiveMQException e) {
                // The connection has ended, which is said once elsewhere: the broker gives the message out again.
                LOG.debug("broker.acknowledge-failed messageId={} reason={}", id(), e.getMessage());
            } finally {
                givenOut.acknowledged();
            }
        }

        @Override
        public void giveBack() {
            if (ended.compareAndSet(false, true)) {
                MessageConsumer.this.giveBack(message, "it could not be dealt with");
            }
        }
    }
}
