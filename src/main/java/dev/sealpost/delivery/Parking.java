package dev.sealpost.delivery;

import dev.sealpost.broker.Addresses;
import dev.sealpost.broker.MessageBody;
import dev.sealpost.broker.OutgoingMessage;
import dev.sealpost.broker.OutgoingMessage.Body;
import dev.sealpost.broker.ReceivedMessage;
import dev.sealpost.event.MessageProperties;
import dev.sealpost.event.TraceContext;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Moves messages that cannot be understood to the parking queue, with the reason, off the recorder's thread. */
final class Parking {

    private static final Logger LOG = LoggerFactory.getLogger(Parking.class);
    /** What an event is made of; the same when it is sent back. */
    static final List<String> KEPT = List.of(
            MessageProperties.APPLICATION,
            MessageProperties.TYPE,
            MessageProperties.ID,
            MessageProperties.UID,
            MessageProperties.CHANNELS,
            MessageProperties.TAGS,
            MessageProperties.CONTENT_TYPE,
            MessageProperties.TIME,
            MessageProperties.EXPIRES_AT,
            MessageProperties.SIZE,
            MessageProperties.RUN,
            MessageProperties.SEQUENCE,
            TraceContext.PARENT,
            TraceContext.STATE);

    private static final int LONGEST_PROPERTY = 2_000;
    static final String CUT = "…[cut]";

    private final Consumer<OutgoingMessage> queue;

    /** @param queue returns once the parking queue has the message on disk */
    Parking(Consumer<OutgoingMessage> queue) {
        this.queue = queue;
    }

    /** @param parked told once the parking queue has it on disk; otherwise the message goes back to where it was */
    void park(ReceivedMessage message, String reason, Consumer<ReceivedMessage> parked) {
        Thread.ofVirtual().start(() -> {
            try {
                send(message, reason);
                LOG.warn(
                        "event.parked messageId={} reason={}",
                        message.id(),
                        StorableText.of(reason, StorableText.REASON));
                parked.accept(message);
            } catch (RuntimeException | IOException e) {
                LOG.error("event.parking-failed messageId={} reason={}", message.id(), e.toString());
                message.giveBack();
            }
        });
    }

    private void send(ReceivedMessage message, String reason) throws IOException {
        switch (message.body()) {
            case MessageBody.Bytes(byte[] bytes) -> send(properties(message, reason), new Body.Bytes(bytes));
            case MessageBody.NotBytes(String kind, byte[] raw) -> {
                Map<String, String> properties = properties(message, reason);
                properties.put(Addresses.PARKED_KIND, kind);
                send(properties, new Body.Bytes(raw));
            }
            case MessageBody.TooLarge(long size, Path file) -> {
                try (InputStream stream = Files.newInputStream(file)) {
                    send(properties(message, reason), new Body.Stream(stream));
                } finally {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    private static Map<String, String> properties(ReceivedMessage message, String reason) {
        Map<String, String> properties = new HashMap<>();
        properties.put(Addresses.PARKED_REASON, StorableText.of(reason, StorableText.REASON));
        KEPT.forEach(name -> message.property(name).ifPresent(value -> properties.put(name, bounded(value))));
        // The parked message has a time of its own, and the event keeps the one it was sent at.
        message.sentAt()
                .ifPresent(time -> properties.putIfAbsent(MessageProperties.TIME, Long.toString(time.toEpochMilli())));
        return properties;
    }

    private void send(Map<String, String> properties, Body body) {
        queue.accept(new OutgoingMessage(properties, body));
    }

    /** The properties of a message have to fit into one record of the journal. */
    private static String bounded(String value) {
        return value.length() <= LONGEST_PROPERTY ? value : StorableText.of(value, LONGEST_PROPERTY) + CUT;
    }
}
