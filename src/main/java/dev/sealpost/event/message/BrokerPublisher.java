package dev.sealpost.event.message;

import dev.sealpost.broker.BrokerClient;
import dev.sealpost.broker.Disk;
import dev.sealpost.broker.guard.Addresses;
import dev.sealpost.broker.message.BrokerUnavailableException;
import dev.sealpost.broker.message.OutgoingMessage;
import dev.sealpost.event.Event;
import dev.sealpost.event.IngestRefusedException;
import dev.sealpost.event.OrderedApplications;
import dev.sealpost.event.ProducerRun;
import dev.sealpost.event.ProducerStamp;
import dev.sealpost.event.Publisher;
import dev.sealpost.event.Refusals;
import dev.sealpost.eventtype.CheckEventType;
import dev.sealpost.node.Registry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Publishes to the address {@code events}, or {@code events.ordered}. */
@Component
class BrokerPublisher implements Publisher {

    private static final Duration DISK_RETRY = Duration.ofSeconds(30);
    private static final Duration BROKER_RETRY = Duration.ofSeconds(5);
    private static final long DISK_CHECK_NANOS = Duration.ofMillis(500).toNanos();

    private final BrokerClient client;
    private final Disk brokerDisk;
    private final boolean isShared;
    private final Refusals refusals;
    private final ProducerRun run;
    private final Registry<OrderedApplications> ordered;
    private final CheckEventType types;
    private volatile DiskCheck disk = new DiskCheck(false, System.nanoTime() - DISK_CHECK_NANOS);

    private record DiskCheck(boolean nearlyFull, long time) {}

    BrokerPublisher(
            BrokerClient client,
            Disk brokerDisk,
            Refusals refusals,
            ProducerRun run,
            Registry<OrderedApplications> ordered,
            CheckEventType types) {
        this.types = types;
        this.client = client;
        this.brokerDisk = brokerDisk;
        this.isShared = client.isShared();
        this.refusals = refusals;
        this.run = run;
        this.ordered = ordered;
    }

    @Override
    public void publish(Event event) {
        requireDisk();
        Optional<ProducerStamp> stamp = stamp(event);
        try {
            client.send(address(event), WriteMessage.of(event, stamp));
        } catch (BrokerUnavailableException e) {
            throw unsent(stamp, e);
        }
    }

    /** Syncs the journal once for many events, and keeps the order within an address. */
    @Override
    public void publishAll(List<Event> events) {
        requireDisk();
        List<Optional<ProducerStamp>> stamps = new ArrayList<>(events.size());
        Map<String, List<OutgoingMessage>> messages = new LinkedHashMap<>();
        for (Event event : events) {
            Optional<ProducerStamp> stamp = stamp(event);
            stamps.add(stamp);
            messages.computeIfAbsent(address(event), address -> new ArrayList<>())
                    .add(WriteMessage.of(event, stamp));
        }
        try {
            messages.forEach(client::send);
        } catch (BrokerUnavailableException e) {
            throw stamps.stream()
                    .map(stamp -> unsent(stamp, e))
                    .reduce((one, other) -> other)
                    .orElseThrow();
        }
    }

    private void requireDisk() {
        if (isDiskNearlyFull()) {
            refusals.add(Refusals.Refusal.DISK);
            throw new IngestRefusedException("The disk of the node is nearly full; no event was accepted.", DISK_RETRY);
        }
    }

    /**
     * Returns the next stamp; empty for an event that its type refuses. Nobody waits for an answer to it, so it goes the way of every
     * event without a stamp: the intake checks it, and parks it with the reason.
     */
    private Optional<ProducerStamp> stamp(Event event) {
        return types.refusal(event).isPresent() ? Optional.empty() : Optional.of(run.next());
    }

    private IngestRefusedException unsent(Optional<ProducerStamp> stamp, BrokerUnavailableException e) {
        stamp.ifPresent(run::unsent);
        refusals.add(Refusals.Refusal.BROKER);
        return new IngestRefusedException(
                "The event may not have been stored: " + e.getMessage() + ". Send it again with the same key.",
                BROKER_RETRY);
    }

    /** Returns the queue with a single reader for ordered events if nodes share the broker; otherwise the common queue. */
    private String address(Event event) {
        return isShared && ordered.all().stream().anyMatch(applications -> applications.isOrdered(event.application()))
                ? Addresses.ORDERED
                : Addresses.EVENTS;
    }

    private boolean isDiskNearlyFull() {
        DiskCheck last = disk;
        long now = System.nanoTime();
        if (now - last.time() < DISK_CHECK_NANOS) {
            return last.nearlyFull();
        }
        DiskCheck check = new DiskCheck(brokerDisk.isNearlyFull(), now);
        disk = check;
        return check.nearlyFull();
    }
}
