package dev.sealpost.delivery.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.delivery.BatchKey;
import dev.sealpost.delivery.DeliveryBatch;
import dev.sealpost.delivery.DeliverySettings;
import dev.sealpost.delivery.Destination;
import dev.sealpost.delivery.DestinationLookup;
import dev.sealpost.delivery.FakeDestination;
import dev.sealpost.delivery.flight.InFlight;
import dev.sealpost.delivery.flight.Lease;
import dev.sealpost.delivery.flight.LeaseRequest;
import dev.sealpost.event.Content;
import dev.sealpost.subscription.DestinationId;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.util.unit.DataSize;

/** A gate in real time, in front of destinations that do what a test tells them. */
abstract class GateTestBase {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    static final Duration SLOW_AFTER = Duration.ofSeconds(30);
    static final AttemptSignal SUCCESS = new AttemptSignal.Good();
    static final AttemptSignal FAILURE = new AttemptSignal.Bad();

    final FakeDestinations destinations = new FakeDestinations();
    final Gate gate = gate(16, 1_000_000);
    private int made;

    /** Destinations that do what a test tells them. */
    static final class FakeDestinations implements DestinationLookup {

        private final Map<DestinationId, FakeDestination> byId = new HashMap<>();
        final Set<DestinationId> behind = new HashSet<>();

        FakeDestination at(String name) {
            return byId.computeIfAbsent(new DestinationId(name), unknown -> new FakeDestination());
        }

        @Override
        public Destination destination(DestinationId id) {
            return at(id.value());
        }

        @Override
        public boolean hasBacklog(DestinationId id) {
            return behind.contains(id);
        }
    }

    Gate gate(int inFlight, long bytes) {
        return new Gate(
                new DeliverySettings(inFlight, DataSize.ofBytes(bytes), 512, SLOW_AFTER, 10, 5, Duration.ofSeconds(5)),
                destinations,
                FakeGateEnvironment.alone());
    }

    InFlight aDelivery(String destination) {
        return aDelivery(destination, 2);
    }

    InFlight aDelivery(String destination, int bytes) {
        return SampleDelivery.fresh(new DestinationId(destination), ++made, NOW, Content.json(new byte[bytes]));
    }

    InFlight aLeasedDelivery(String destination) {
        return InFlight.leased(aDelivery(destination).delivery(), Lease.take(Duration.ofSeconds(15), NOW, 0));
    }

    InFlight aBatch(String destination, int size) {
        DeliveryBatch batch = new DeliveryBatch(
                BatchKey.at(NOW),
                Stream.generate(() -> aDelivery(destination).delivery())
                        .limit(size)
                        .toList());
        Duration deadline = Duration.ofSeconds(15);
        return InFlight.batch(
                batch, Lease.take(deadline, NOW, 0), new LeaseRequest(new DestinationId(destination), deadline, 1));
    }

    void isHealthy(String destination, int concurrency) {
        destinations.at(destination).taking(concurrency);
        InFlight first = goes(gate, aDelivery(destination));
        gate.ended(first, SUCCESS);
        gate.settled(first);
    }

    void isTroubled(String destination, int concurrency) {
        destinations.at(destination).taking(concurrency);
        InFlight first = goes(gate, aDelivery(destination));
        gate.ended(first, FAILURE);
        gate.settled(first);
    }

    static InFlight goes(Gate gate, InFlight delivery) {
        assertThat(gate.admit(delivery)).isInstanceOf(AdmissionDecision.Go.class);
        return delivery;
    }

    static InFlight waits(Gate gate, InFlight delivery) {
        assertThat(gate.admit(delivery)).isEqualTo(new AdmissionDecision.Wait());
        return delivery;
    }

    static void isDeferred(Gate gate, InFlight delivery, String reason) {
        assertThat(gate.admit(delivery)).isEqualTo(new AdmissionDecision.Defer(reason));
    }
}
