package dev.sealpost.delivery;

import dev.sealpost.subscription.DestinationId;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Leases rows that are due, of each destination as many as the gate would let through now. */
final class RetryScheduler implements LeasePage.Leases {

    private static final int LARGEST_PAGE = 128;

    private final Gate gate;
    private final Gate.Admission admission;
    private final Backlog backlog;
    private final Recorder recorder;
    private final LeasePage.Leases dispatcher;
    private final Set<DestinationId> asked = ConcurrentHashMap.newKeySet();

    RetryScheduler(
            Gate gate, Gate.Admission admission, Backlog backlog, Recorder recorder, LeasePage.Leases dispatcher) {
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
        for (DestinationId destination : backlog.due()) {
            if (!asked.contains(destination)) {
                int capacity = Math.min(gate.capacity(destination), LARGEST_PAGE);
                if (capacity > 0) {
                    ask(destination, capacity);
                }
            }
        }
    }

    private void ask(DestinationId destination, int limit) {
        asked.add(destination);
        backlog.lookingAt(destination);
        LeasePage.Request request = new LeasePage.Request(
                destination, admission.destination(destination).deadline(), limit);
        recorder.submit(new LeasePage(request, this));
    }

    @Override
    public void leased(DestinationId destination, List<InFlight> taken, OptionalLong nextDue) {
        asked.remove(destination);
        dispatcher.leased(destination, taken, nextDue);
    }
}
