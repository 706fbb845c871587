package dev.sealpost.delivery.dispatch;

import dev.sealpost.broker.Addresses;
import dev.sealpost.broker.MessageBody;
import dev.sealpost.broker.OutgoingMessage;
import dev.sealpost.broker.OutgoingMessage.Body;
import dev.sealpost.broker.PrintableText;
import dev.sealpost.broker.QueueHead;
import dev.sealpost.broker.ReceivedMessage;
import dev.sealpost.delivery.StorableText;
import dev.sealpost.event.CloudEventMessage;
import dev.sealpost.event.MessageProperties;
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
 * Moves messages that cannot be understood to the parking queue, with the reason. Each is there once,
 * however often the broker gives it out again because an acknowledgement was lost.
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

    /** The message stays where it is, for the time being. */
    void failed(ReceivedMessage message, String reason, Throwable cause) {
        String text = StorableText.of(reasonOf(cause), StorableText.REASON);
        LOG.error("event.parking-failed messageId={} reason={}", message.id(), PrintableText.of(text));
        status.stuck(message.id(), "it is no event (" + reason + ") and cannot be parked: " + text);
    }

    private static String reasonOf(Throwable e) {
        return e.getMessage() == null ? e.toString() : e.getMessage();
    }

    /** Returns once the parking queue has it on disk. */
    void park(ReceivedMessage message, String reason) {
        try {
            send(message.id(), properties(message, reason), message.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        status.freed(message.id());
        LOG.warn("event.parked messageId={} reason={}", message.id(), PrintableText.of(reason));
    }

    /** Of a message that nobody can read, the parking queue gets what the broker tells of it. */
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
            // Those of MQTT have another name in the message.
            ParkedCopy.kept(name -> message.property(name).isPresent())
                    .forEach(name -> message.property(name).ifPresent(value -> headers.putIfAbsent(name, value)));
            Map<String, String> properties = ParkedCopy.properties(reason, headers);
            contentType(message).ifPresent(type -> properties.put(ReceivedMessage.CONTENT_TYPE, type));
            // The parked message has a time of its own, and the event keeps the one it was sent at.
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
