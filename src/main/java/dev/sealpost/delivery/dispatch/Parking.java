package dev.sealpost.delivery.dispatch;

import dev.sealpost.broker.guard.Addresses;
import dev.sealpost.broker.message.MessageBody;
import dev.sealpost.broker.message.OutgoingMessage;
import dev.sealpost.broker.message.OutgoingMessage.Body;
import dev.sealpost.broker.message.QueueHead;
import dev.sealpost.broker.message.ReceivedMessage;
import dev.sealpost.delivery.StorableText;
import dev.sealpost.event.MessageProperties;
import dev.sealpost.event.message.CloudEventMessage;
import dev.sealpost.log.PrintableText;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves messages that are not understood to the parking queue, with the reason. Each is parked once, even if the broker
 * redelivers it after a lost acknowledgement.
 */
final class Parking {

    private static final Logger LOG = LoggerFactory.getLogger(Parking.class);

    private final Consumer<OutgoingMessage> queue;
    private final IntakeStatus status;

    /** @param queue returns once the parking queue has the message on disk */
    Parking(Consumer<OutgoingMessage> queue, IntakeStatus status) {
        this.queue = queue;
        this.status = status;
    }

    /** Records that parking failed; the message stays in its queue. */
    void failed(ReceivedMessage message, String reason, Throwable cause) {
        String text = StorableText.of(reasonOf(cause), StorableText.REASON);
        LOG.error("event.parking-failed messageId={} reason={}", message.id(), PrintableText.of(text));
        status.stuck(message.id(), "not an event (" + reason + "), and parking failed: " + text);
    }

    private static String reasonOf(Throwable e) {
        return e.getMessage() == null ? e.toString() : e.getMessage();
    }

    /** Parks a message; returns once it is on disk. */
    void park(ReceivedMessage message, String reason) {
        try {
            send(message.id(), properties(message, reason), message.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        status.freed(message.id());
        LOG.warn("event.parked messageId={} reason={}", message.id(), PrintableText.of(reason));
    }

    /** Parks the broker's description of a message that cannot be read. */
    void park(QueueHead head, String reason) {
        Map<String, String> properties = ParkedCopy.properties(reason, head.headers());
        properties.put(Addresses.PARKED_BODY_IN, Addresses.DEAD);
        send(head.id(), properties, new Body.Bytes(new byte[0]));
        LOG.warn("event.parked messageId={} reason={}", head.id(), PrintableText.of(reason));
    }

    private void send(long id, Map<String, String> properties, MessageBody body) throws IOException {
        switch (body) {
            case MessageBody.Bytes(byte[] bytes) -> send(id, properties, new Body.Bytes(bytes));
            case MessageBody.NotBytes(String kind, byte[] raw) -> {
                properties.put(Addresses.PARKED_KIND, kind);
                send(id, properties, new Body.Bytes(raw));
            }
            case MessageBody.OverLimit(long size, byte[] head) -> {
                properties.put(Addresses.PARKED_SIZE, Long.toString(size));
                send(id, properties, new Body.Bytes(head));
            }
            case MessageBody.TooLarge(long size, Path file) -> {
                try (InputStream stream = Files.newInputStream(file)) {
                    send(id, properties, new Body.Stream(stream));
                } finally {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    private static Map<String, String> properties(ReceivedMessage message, String reason) {
        try {
            Map<String, String> headers = new TreeMap<>(message.properties());
            // MQTT properties have other names in the message.
            ParkedCopy.kept(name -> message.property(name).isPresent())
                    .forEach(name -> message.property(name).ifPresent(value -> headers.putIfAbsent(name, value)));
            Map<String, String> properties = ParkedCopy.properties(reason, headers);
            contentType(message).ifPresent(type -> properties.put(ReceivedMessage.CONTENT_TYPE, type));
            // The parked message gets a new timestamp; the event keeps the original one.
            message.sentAt()
                    .ifPresent(
                            time -> properties.putIfAbsent(MessageProperties.TIME, Long.toString(time.toEpochMilli())));
            return properties;
        } catch (RuntimeException e) {
            LOG.warn("event.parked-without-headers messageId={} reason={}", message.id(), e.toString());
            return ParkedCopy.properties(reason);
        }
    }

    private static Optional<String> contentType(ReceivedMessage message) {
        return message.body() instanceof MessageBody.Bytes(byte[] bytes)
                ? CloudEventMessage.contentType(message, bytes)
                : message.contentType();
    }

    private void send(long id, Map<String, String> properties, Body body) {
        queue.accept(new OutgoingMessage(properties, body).once("parked-" + id));
    }
}
