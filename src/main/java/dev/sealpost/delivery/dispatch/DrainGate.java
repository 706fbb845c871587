package dev.sealpost.delivery.dispatch;

import dev.sealpost.delivery.gate.Gate;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings the deliveries of this node to an end when it stops: waits for what runs, and puts off the rest. */
final class DrainGate {

    private static final Logger LOG = LoggerFactory.getLogger(DrainGate.class);
    private static final Duration LOOK = Duration.ofMillis(20);
    /** For the rows of what was put off at the end. */
    private static final Duration LAST_RECORDS = Duration.ofSeconds(2);

    private final Gate gate;
    private final Dispatcher dispatcher;
    private final Duration limit;

    /** @param limit how long attempts may go on */
    DrainGate(Gate gate, Dispatcher dispatcher, Duration limit) {
        this.gate = gate;
        this.dispatcher = dispatcher;
        this.limit = limit;
    }

    /** Returns when everything is recorded, or took too long. */
    void run() {
        dispatcher.stopBeginning();
        awaitEmpty(limit);
        int unfinished = gate.inFlight();
        dispatcher.putOffUnfinished();
        awaitEmpty(LAST_RECORDS);
        LOG.info("delivery.stopped unfinished={} unrecorded={}", unfinished, gate.inFlight());
    }

    private void awaitEmpty(Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        while (!gate.isEmpty() && System.nanoTime() < end) {
            LockSupport.parkNanos(LOOK.toNanos());
        }
    }
}
