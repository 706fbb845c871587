package dev.sealpost.delivery.gate;

import dev.sealpost.application.ApplicationId;
import dev.sealpost.delivery.Delivery;
import dev.sealpost.delivery.FakeMessage;
import dev.sealpost.delivery.flight.EventHold;
import dev.sealpost.delivery.flight.InFlight;
import dev.sealpost.delivery.flight.Lease;
import dev.sealpost.delivery.flight.Unsettled;
import dev.sealpost.event.Content;
import dev.sealpost.event.Event;
import dev.sealpost.event.EventId;
import dev.sealpost.event.EventType;
import dev.sealpost.event.Labels;
import dev.sealpost.subscription.DestinationId;
import java.time.Duration;
import java.time.Instant;

/** Deliveries of which only the way they came matters. */
final class SampleDelivery {

    private static final Delivery DELIVERY = new Delivery(
            new Event(
                    new EventId("msg_1"),
                    new ApplicationId("app_1"),
                    Instant.EPOCH,
                    Labels.of(new EventType("order.created")),
                    Content.json(new byte[2])),
            new DestinationId("ep_1"),
            Delivery.AttemptKey.FIRST);

    private SampleDelivery() {}

    static InFlight fresh() {
        return InFlight.fresh(DELIVERY, new EventHold(new FakeMessage(1), 1));
    }

    /** @param whenNotWaiting runs once it no longer waits for this node */
    static InFlight fresh(Runnable whenNotWaiting) {
        return InFlight.fresh(
                DELIVERY, new Unsettled().hold(DELIVERY.event().application(), new FakeMessage(1), 1, whenNotWaiting));
    }

    /** Makes a delivery of {@code event-<number>}. */
    static InFlight fresh(DestinationId destination, int number, Instant time, Content content) {
        Event event = new Event(
                new EventId("event-" + number),
                new ApplicationId("app_1"),
                time,
                Labels.of(new EventType("order.created")),
                content);
        return InFlight.fresh(
                new Delivery(event, destination, Delivery.AttemptKey.FIRST), new EventHold(new FakeMessage(number), 1));
    }

    static InFlight fromRow() {
        return InFlight.leased(DELIVERY, Lease.take(Duration.ofSeconds(15), Instant.EPOCH, 0));
    }
}
