package dev.sealpost.event;

import dev.sealpost.broker.Addresses;
import dev.sealpost.broker.Broker;
import dev.sealpost.broker.BrokerClient;
import dev.sealpost.broker.BrokerUnavailableException;
import dev.sealpost.home.NodeName;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.stereotype.Component;

/** Publishes to the address {@code events}. */
@Component
class BrokerPublisher implements Publisher {

    private static final Duration DISK_RETRY = Duration.ofSeconds(30);
    private static final Duration BROKER_RETRY = Duration.ofSeconds(5);
    private static final long DISK_CHECK_NANOS = Duration.ofMillis(500).toNanos();

    private final BrokerClient client;
    private final Broker broker;
    private final String run;
    private final AtomicLong sequence = new AtomicLong();
    private volatile DiskCheck disk = new DiskCheck(false, System.nanoTime() - DISK_CHECK_NANOS);

    private record DiskCheck(boolean nearlyFull, long time) {}

    BrokerPublisher(BrokerClient client, Broker broker, NodeName node) {
        this.client = client;
        this.broker = broker;
        this.run = node.value();
    }

    @Override
    public void publish(Event event) {
        send(event, false);
    }

    @Override
    public void publishOnce(Event event) {
        send(event, true);
    }

    private void send(Event event, boolean mayRepeat) {
        if (isDiskNearlyFull()) {
            throw new IngestRefusedException("The disk of the node is nearly full; nothing was taken.", DISK_RETRY);
        }
        ProducerStamp stamp = new ProducerStamp(run, sequence.incrementAndGet());
        try {
            client.send(Addresses.EVENTS, WriteMessage.of(event, stamp, mayRepeat));
        } catch (BrokerUnavailableException e) {
            throw new IngestRefusedException(
                    "The event may not have been kept: " + e.getMessage() + ". Send it again with the same key.",
                    BROKER_RETRY);
        }
    }

    private boolean isDiskNearlyFull() {
        DiskCheck last = disk;
        long now = System.nanoTime();
        if (now - last.time() < DISK_CHECK_NANOS) {
            return last.nearlyFull();
        }
        DiskCheck check = new DiskCheck(broker.isDiskNearlyFull(), now);
        disk = check;
        return check.nearlyFull();
    }
}
