package dev.sealpost.delivery.dispatch;

import dev.sealpost.delivery.gate.Gate;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Drains the gate at shutdown: waits for running attempts, then defers the rest. */
final class DrainGate {

    private static final Logger LOG = LoggerFactory.getLogger(DrainGate.class);
    private static final Duration POLL_INTERVAL = Duration.ofMillis(20);
    /** Time to record the deliveries deferred at the end. */
    private static final Duration LAST_RECORDS = Duration.ofSeconds(2);

    private final Gate gate;
    private final Dispatcher dispatcher;
    private final Duration limit;

    /** @param limit how long running attempts may continue */
    DrainGate(Gate gate, Dispatcher dispatcher, Duration limit) {
        this.gate = gate;
        this.dispatcher = dispatcher;
        this.limit = limit;
    }

    /** Drains the gate; returns when everything is recorded or the time is over. */
    void run() {
        dispatcher.closeGate();
        awaitEmpty(limit);
        int unfinished = gate.inFlight();
        dispatcher.deferUnfinished();
        awaitEmpty(LAST_RECORDS);
        LOG.info("delivery.stopped unfinished={} unrecorded={}", unfinished, gate.inFlight());
    }

    private void awaitEmpty(Duration timeout) {
        long end = System.nanoTime() + timeout.toNanos();
        while (!gate.isEmpty() && System.nanoTime() < end) {
            LockSupport.parkNanos(POLL_INTERVAL.toNanos());
        }
    }
}
