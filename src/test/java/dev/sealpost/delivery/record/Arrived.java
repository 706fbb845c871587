package dev.sealpost.delivery.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.broker.message.ReceivedMessage;
import dev.sealpost.event.Event;
import dev.sealpost.subscription.DestinationId;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Answers of the recorder to arrivals, in order. */
public final class Arrived {

    private final BlockingQueue<What> said = new LinkedBlockingQueue<>();

    /** One thing it said. */
    sealed interface What {}

    public record Accepted(Event event, List<DestinationId> destinations) implements What {}

    public record Repeated(long messageId) implements What {}

    record Parked(long messageId, String reason) implements What {}

    void hear(Committed fact) {
        switch (fact) {
            case Committed.Accepted accepted -> said.add(new Accepted(accepted.event(), accepted.destinations()));
            case Committed.Repeated(var event, ReceivedMessage message) -> said.add(new Repeated(message.id()));
            case Committed.NotUnderstood(ReceivedMessage message, String reason) ->
                said.add(new Parked(message.id(), reason));
            default -> {}
        }
    }

    boolean hasSaidNothing() {
        return said.isEmpty();
    }

    What next() throws InterruptedException {
        What what = said.poll(RecordingStore.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(what).as("what the recorder says").isNotNull();
        return Objects.requireNonNull(what);
    }
}
