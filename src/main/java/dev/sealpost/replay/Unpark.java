package dev.sealpost.replay;

import dev.sealpost.broker.guard.Addresses;
import dev.sealpost.broker.message.MessageBody;
import dev.sealpost.broker.message.OutgoingMessage;
import dev.sealpost.broker.message.OutgoingMessage.Body;
import dev.sealpost.broker.message.QueueWalk.Visited;
import dev.sealpost.broker.message.ReceivedMessage;
import dev.sealpost.delivery.dispatch.ParkedCopy;
import dev.sealpost.event.EventId;
import dev.sealpost.event.MessageProperties;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends a parked message to the queue of events, and removes it once it is on disk there. A crash in between leaves it in
 * both queues with the same event id, which is accepted once.
 */
final class Unpark {

    private static final Logger LOG = LoggerFactory.getLogger(Unpark.class);
    private static final int LARGEST = 1024 * 1024;

    private final Consumer<OutgoingMessage> events;

    /** @param events sends a message, returning once it is on disk */
    Unpark(Consumer<OutgoingMessage> events) {
        this.events = events;
    }

    /** Returns why a message would be parked again or be altered; empty when it can be sent. */
    static Optional<String> refusal(Visited message) {
        Optional<String> kind = message.property(Addresses.PARKED_KIND);
        if (kind.isPresent()) {
            return Optional.of("its body is not bytes (" + kind.get() + ")");
        }
        Optional<String> elsewhere = message.property(Addresses.PARKED_BODY_IN);
        if (elsewhere.isPresent()) {
            return Optional.of("its body could not be read and is in the queue " + elsewhere.get());
        }
        if (message.property(Addresses.PARKED_SIZE).isPresent()) {
            return Optional.of("only the beginning of its body was kept");
        }
        if (message.size() > LARGEST) {
            return Optional.of("its body has more than 1 MiB");
        }
        return eventProperties(message).stream()
                .filter(name -> message.property(name)
                        .filter(value -> value.endsWith(ParkedCopy.CUT))
                        .isPresent())
                .findFirst()
                .map(name -> "its property " + name + " was too long to be kept whole");
    }

    /** Sends a message without a {@link #refusal}. */
    void send(ReceivedMessage message) {
        switch (message.body()) {
            case MessageBody.Bytes(byte[] bytes) -> {
                events.accept(new OutgoingMessage(properties(message), new Body.Bytes(bytes)));
                message.acknowledge();
                LOG.info("event.redriven messageId={}", message.id());
            }
            case MessageBody.OverLimit overLimit ->
                throw new IllegalStateException("a parked message has more than " + overLimit.size() + " bytes");
            case MessageBody.NotBytes notBytes ->
                throw new IllegalStateException("a parked message of bytes is a " + notBytes.kind());
            case MessageBody.TooLarge(long size, Path file) -> {
                delete(file);
                throw new IllegalStateException("a parked message has " + size + " bytes");
            }
        }
    }

    private static Map<String, String> properties(ReceivedMessage message) {
        Map<String, String> properties = new HashMap<>();
        eventProperties(message)
                .forEach(name -> message.property(name).ifPresent(value -> properties.put(name, value)));
        // A derived id, so that repeated sends are one event.
        properties.computeIfAbsent(
                MessageProperties.ID,
                missing -> EventId.derived("parked", Long.toString(message.id()), sentAt(message))
                        .value());
        return properties;
    }

    private static List<String> eventProperties(ReceivedMessage message) {
        return ParkedCopy.kept(name -> message.property(name).isPresent());
    }

    private static String sentAt(ReceivedMessage message) {
        return message.sentAt().map(time -> Long.toString(time.toEpochMilli())).orElse("");
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.warn("event.spool-delete-failed file={} reason={}", file, e.getMessage());
        }
    }
}
