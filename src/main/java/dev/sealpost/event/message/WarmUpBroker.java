package dev.sealpost.event.message;

import dev.sealpost.application.ApplicationId;
import dev.sealpost.broker.BrokerClient;
import dev.sealpost.broker.ScratchQueue;
import dev.sealpost.broker.message.MessageConsumer;
import dev.sealpost.broker.message.ReceivedMessage;
import dev.sealpost.event.Content;
import dev.sealpost.event.Event;
import dev.sealpost.event.EventId;
import dev.sealpost.event.ProducerStamp;
import dev.sealpost.node.WarmUpStep;
import dev.sealpost.node.WarmUpTime;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Warms up the way of an event through the embedded broker: parses a body, sends it to a queue of its own, and reads it from
 * there. A shared broker is not touched.
 */
final class WarmUpBroker implements WarmUpStep.Work {

    private static final int SENDERS = 8;
    private static final Duration WAIT = Duration.ofMillis(50);
    private static final ApplicationId APPLICATION = ApplicationId.at(Instant.EPOCH);
    private static final byte[] BODY = ("{\"eventType\":\"warm.up\",\"payload\":{\"text\":\"" + "x".repeat(1000)
                    + "\"}}")
            .getBytes(StandardCharsets.UTF_8);

    private final BrokerClient broker;
    private final ReadMessage reader;
    private final Clock clock;

    WarmUpBroker(BrokerClient broker, ReadMessage reader, Clock clock) {
        this.broker = broker;
        this.reader = reader;
        this.clock = clock;
    }

    @Override
    public void run(WarmUpTime time) throws Exception {
        Optional<ScratchQueue> scratch = broker.scratchQueue();
        if (scratch.isEmpty()) {
            return;
        }
        try (ScratchQueue queue = scratch.get()) {
            WarmUpTime.Repeated senders = time.repeat(SENDERS, () -> send(queue));
            try (MessageConsumer consumer = queue.consume()) {
                while (!time.isOver()) {
                    consumer.receive(WAIT).ifPresent(this::read);
                }
            }
            senders.await();
        }
    }

    private void send(ScratchQueue queue) {
        MessageIn message = MessageIn.parse(BODY, UnknownMembers.REFUSE);
        Instant now = clock.instant();
        Content content = new Content(Content.JSON, message.payload(), Optional.empty());
        Event event = new Event(EventId.at(now), APPLICATION, now, message.labels(), content);
        queue.send(WriteMessage.of(event, Optional.of(new ProducerStamp("warm-up", 1))));
    }

    private void read(ReceivedMessage message) {
        reader.read(message);
        message.acknowledge();
    }
}
