package dev.sealpost.delivery.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.delivery.DeliverySettings;
import dev.sealpost.delivery.Destination;
import dev.sealpost.delivery.DestinationLookup;
import dev.sealpost.delivery.FakeDestination;
import dev.sealpost.delivery.flight.InFlight;
import dev.sealpost.delivery.flight.Lease;
import dev.sealpost.event.Content;
import dev.sealpost.event.Payload;
import dev.sealpost.subscription.DestinationId;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;
import org.springframework.util.unit.DataSize;

/** A gate whose time is moved by hand, in front of one destination that a test holds back. */
abstract class HeldBackTestBase {

    static final DestinationId A = new DestinationId("a");
    static final AttemptSignal GOOD = new AttemptSignal.Good();
    static final AttemptSignal BAD = new AttemptSignal.Bad();

    final FakeGateEnvironment environment = new FakeGateEnvironment();
    final FakeDestination destination = new FakeDestination().taking(16);
    final PriorityQueue<Row> rows = new PriorityQueue<>(Comparator.comparingLong(Row::due));
    Instant turnsOfAnEarlierRun = Instant.EPOCH;

    final Gate gate = new Gate(
            new DeliverySettings(
                    1_000, DataSize.ofMegabytes(64), 512, Duration.ofSeconds(1), 10, 5, Duration.ofSeconds(5)),
            new DestinationLookup() {
                @Override
                public Destination destination(DestinationId id) {
                    return destination;
                }

                @Override
                public boolean hasBacklog(DestinationId id) {
                    return !rows.isEmpty() && rows.peek().due() <= environment.nanos();
                }

                @Override
                public Instant throttledUntil(DestinationId id) {
                    return turnsOfAnEarlierRun;
                }
            },
            environment.gateEnvironment());

    private int made;

    /** A delivery in a row. */
    record Row(long due, InFlight delivery) {}

    InFlight fresh() {
        return fresh(Optional.empty());
    }

    InFlight fresh(Optional<Instant> expiresAt) {
        Content content = new Content(Content.JSON, new Payload(new byte[2]), expiresAt);
        return SampleDelivery.fresh(A, ++made, environment.now(), content);
    }

    InFlight leased() {
        return InFlight.leased(fresh().delivery(), Lease.take(Duration.ofSeconds(15), environment.now(), 0));
    }

    InFlight goes(InFlight delivery) {
        assertThat(gate.admit(delivery)).isInstanceOf(AdmissionDecision.Go.class);
        return delivery;
    }

    void end(InFlight delivery, AttemptSignal signal) {
        gate.ended(delivery, signal);
        gate.settled(delivery);
    }

    void attempt(AttemptSignal signal) {
        end(goes(fresh()), signal);
    }

    AdmissionDecision.Defer isDeferred(InFlight delivery) {
        AdmissionDecision decision = gate.admit(delivery);
        assertThat(decision).isInstanceOf(AdmissionDecision.Defer.class);
        return (AdmissionDecision.Defer) decision;
    }

    void isHealthy() {
        attempt(GOOD);
    }

    static long seconds(double seconds) {
        return Math.round(seconds * 1e9);
    }
}
