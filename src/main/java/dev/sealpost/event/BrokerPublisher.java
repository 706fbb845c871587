package dev.sealpost.event;

import dev.sealpost.broker.Addresses;
import dev.sealpost.broker.BrokerClient;
import dev.sealpost.broker.BrokerUnavailableException;
import dev.sealpost.broker.Disk;
import java.time.Duration;
import org.springframework.beans.factory.ObjectProvider;
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
    private final ObjectProvider<OrderedApplications> ordered;
    private volatile DiskCheck disk = new DiskCheck(false, System.nanoTime() - DISK_CHECK_NANOS);

    private record DiskCheck(boolean nearlyFull, long time) {}

    /** @param ordered asked late, for who knows needs what this package offers */
    BrokerPublisher(
            BrokerClient client,
            Disk brokerDisk,
            Refusals refusals,
            ProducerRun run,
            ObjectProvider<OrderedApplications> ordered) {
        this.client = client;
        this.brokerDisk = brokerDisk;
        this.isShared = client.isShared();
        this.refusals = refusals;
        this.run = run;
        this.ordered = ordered;
    }

    @Override
    public void publish(Event event) {
        if (isDiskNearlyFull()) {
            refusals.add(Refusals.Reason.DISK);
            throw new IngestRefusedException("The disk of the node is nearly full; nothing was taken.", DISK_RETRY);
        }
        ProducerStamp stamp = run.next();
        try {
            client.send(address(event), WriteMessage.of(event, stamp));
        } catch (BrokerUnavailableException e) {
            run.unsent(stamp);
            refusals.add(Refusals.Reason.BROKER);
            throw new IngestRefusedException(
                    "The event may not have been kept: " + e.getMessage() + ". Send it again with the same key.",
                    BROKER_RETRY);
        }
    }

    /** Nodes that share a broker take turns at one queue; what has to keep its order goes into one that has a single reader. */
    private String address(Event event) {
        return isShared && ordered.stream().anyMatch(applications -> applications.isOrdered(event.application()))
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
