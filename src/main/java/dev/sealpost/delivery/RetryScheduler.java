package dev.sealpost.delivery;

import dev.sealpost.subscription.DestinationId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Leases rows that are due, of each destination as many as the gate would let through now. */
final class RetryScheduler implements LeasePage.Leases {

    private static final Logger LOG = LoggerFactory.getLogger(RetryScheduler.class);
    private static final int LARGEST_PAGE = 128;
    /** Ticks, a second of them, for which a destination that is not ready is left alone. */
    static final int REST = 50;

    private final Gate gate;
    private final Gate.Admission admission;
    private final Backlog backlog;
    private final Recording recorder;
    private final LeasePage.Leases dispatcher;
    private final Map<DestinationId, Long> resting = new HashMap<>();
    private long tick;
    private final Set<DestinationId> asked = ConcurrentHashMap.newKeySet();

    RetryScheduler(
            Gate gate, Gate.Admission admission, Backlog backlog, Recording recorder, LeasePage.Leases dispatcher) {
        this.gate = gate;
        this.admission = admission;
        this.backlog = backlog;
        this.recorder = recorder;
        this.dispatcher = dispatcher;
    }

    /** Asks for one page of each destination that has something due and room. Called by one thread. */
    void lease() {
        if (!recorder.isAvailable()) {
            return;
        }
        tick++;
        List<DestinationId> due = backlog.due();
        resting.values().removeIf(until -> until <= tick);
        for (DestinationId destination : due) {
            if (!asked.contains(destination) && !resting.containsKey(destination)) {
                askIfRoom(destination);
            }
        }
    }

    /** A destination that cannot be asked is asked again at the next tick, and the others are not kept waiting. */
    private void askIfRoom(DestinationId destination) {
        try {
            int capacity = Math.min(gate.capacity(destination), LARGEST_PAGE);
            if (capacity > 0) {
                ask(destination, capacity);
            } else if (admission.destination(destination).readiness() != Destination.Readiness.READY) {
                resting.put(destination, tick + REST);
            }
        } catch (RuntimeException | StackOverflowError | LinkageError | AssertionError e) {
            LOG.warn("retry.destination-failed destinationId={} reason={}", destination, e.toString());
        }
    }

    private void ask(DestinationId destination, int limit) {
        Destination asks = admission.destination(destination);
        LeasePage.Request request = new LeasePage.Request(
                destination, asks.deadline(), limit, asks.policy().ordering());
        asked.add(destination);
        backlog.lookingAt(destination);
        recorder.submit(new LeasePage(request, this));
    }

    @Override
    public void leased(DestinationId destination, List<InFlight> taken, OptionalLong nextDue) {
        asked.remove(destination);
        dispatcher.leased(destination, taken, nextDue);
    }
}
