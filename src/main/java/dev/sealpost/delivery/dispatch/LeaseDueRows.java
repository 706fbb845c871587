package dev.sealpost.delivery.dispatch;

import dev.sealpost.delivery.Attempted;
import dev.sealpost.delivery.Destination;
import dev.sealpost.delivery.DestinationLookup;
import dev.sealpost.delivery.NextStep;
import dev.sealpost.delivery.flight.InFlight;
import dev.sealpost.delivery.flight.LeaseRequest;
import dev.sealpost.delivery.flight.Result;
import dev.sealpost.delivery.gate.Gate;
import dev.sealpost.delivery.record.Committed;
import dev.sealpost.delivery.record.LeasePage;
import dev.sealpost.delivery.record.Recording;
import dev.sealpost.subscription.DestinationId;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Leases rows that are due, of each destination as many as the gate would let through now. The only one to ask for leases. */
final class LeaseDueRows {

    private static final Logger LOG = LoggerFactory.getLogger(LeaseDueRows.class);
    private static final int LARGEST_PAGE = 128;
    /** Ticks, a second of them, for which a destination that is not ready is left alone. */
    static final int REST = 50;

    private final Gate gate;
    private final DestinationLookup admission;
    private final Backlog backlog;
    private final Recording recorder;
    private final Clock clock;
    private final Map<DestinationId, Long> resting = new HashMap<>();
    private long tick;
    private final Set<DestinationId> asked = ConcurrentHashMap.newKeySet();

    LeaseDueRows(Gate gate, DestinationLookup admission, Backlog backlog, Recording recorder, Clock clock) {
        this.gate = gate;
        this.admission = admission;
        this.backlog = backlog;
        this.recorder = recorder;
        this.clock = clock;
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
        ask(new LeaseRequest(destination, asks.deadline(), limit, asks.policy().ordering()));
    }

    private void ask(LeaseRequest request) {
        asked.add(request.destination());
        backlog.lookingAt(request.destination());
        recorder.submit(new LeasePage(request));
    }

    /** Learns what a page has leased, and what is left. */
    void answered(Committed.Leased page) {
        DestinationId destination = page.request().destination();
        asked.remove(destination);
        backlog.looked(destination, page.nextDue());
        if (page.nextDue().isEmpty() && page.deliveries().isEmpty()) {
            gate.backlogEnded(destination);
        }
        gate.nextRow(destination, backlog.nanosUntil(page.nextDue()));
    }

    /** Learns of a row that is due now. */
    void rowAdded(DestinationId destination) {
        backlog.added(destination, clock.instant());
    }

    /** Learns when the row of a delivery is due that has to come again. */
    void settled(InFlight delivery, Result result) {
        dueAt(result).ifPresent(time -> backlog.added(delivery.delivery().destination(), time));
    }

    private static Optional<Instant> dueAt(Result result) {
        return switch (result) {
            case Result.Made(Attempted attempted) ->
                attempted.next() instanceof NextStep.RetryAt(Instant time) ? Optional.of(time) : Optional.empty();
            case Result.PutOff putOff -> Optional.of(putOff.dueAt());
            case Result.Faulted faulted -> Optional.of(faulted.time());
            case Result.Cancelled cancelled -> Optional.empty();
            case Result.Expired expired -> Optional.empty();
        };
    }

    /**
     * Asks for the delivery that follows the head of an ordered destination: at once after an attempt that settled it, otherwise at
     * the next tick, which asks the gate first.
     */
    void askForSuccessor(InFlight delivery, Result result) {
        delivery.successor().ifPresent(request -> {
            rowAdded(request.destination());
            if (result instanceof Result.Made(Attempted attempted) && !(attempted.next() instanceof NextStep.RetryAt)) {
                ask(request);
            }
        });
    }
}
