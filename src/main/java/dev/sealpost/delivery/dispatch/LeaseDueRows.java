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
import dev.sealpost.delivery.record.Entry;
import dev.sealpost.delivery.record.Recording;
import dev.sealpost.node.FailureGuard;
import dev.sealpost.subscription.DestinationId;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Requests leases for due rows, of each destination as many as the gate would admit now. No other class requests leases. */
@Component
final class LeaseDueRows {

    private static final Logger LOG = LoggerFactory.getLogger(LeaseDueRows.class);
    private static final int LARGEST_PAGE = 128;
    /** Destinations checked in one tick: each takes the lock of the gate, which every delivery needs. */
    static final int CHECKS_PER_TICK = 2_000;
    /**
     * Rows requested and not yet leased at most, by all destinations together. The gate counts permits per request, so with
     * very many due destinations the node would otherwise lease a hundred times what it can start.
     */
    static final int MOST_REQUESTED = 512;
    /** Pause for a destination that is not ready, in ticks of 20 ms. */
    static final int PAUSE_TICKS = 50;

    private final Gate gate;
    private final DestinationLookup destinations;
    private final Backlog backlog;
    private final Recording recorder;
    private final Clock clock;
    private final Map<DestinationId, Long> pausedUntil = new HashMap<>();
    /** Destinations with due rows that are still to be checked; only when it is empty are all of them listed again. */
    private final Deque<DestinationId> turns = new ArrayDeque<>();

    private long tick;
    private final Set<DestinationId> requested = ConcurrentHashMap.newKeySet();
    private final AtomicInteger requestedRows = new AtomicInteger();

    LeaseDueRows(Gate gate, DestinationLookup destinations, Backlog backlog, Recording recorder, Clock clock) {
        this.gate = gate;
        this.destinations = destinations;
        this.backlog = backlog;
        this.recorder = recorder;
        this.clock = clock;
    }

    /**
     * Requests one page for each destination that has due rows and capacity, in turn if they are very many. Called by one
     * thread.
     */
    void lease() {
        if (!recorder.isAvailable()) {
            return;
        }
        tick++;
        pausedUntil.values().removeIf(until -> until <= tick);
        if (turns.isEmpty()) {
            turns.addAll(backlog.due());
        }
        int checks = 0;
        while (checks < CHECKS_PER_TICK && requestedRows.get() < MOST_REQUESTED && !turns.isEmpty()) {
            DestinationId destination = turns.removeFirst();
            if (backlog.isDue(destination)
                    && !requested.contains(destination)
                    && !pausedUntil.containsKey(destination)) {
                checks++;
                // A failed lookup is repeated later and stops no other destination.
                FailureGuard.run(
                        () -> requestWithinCapacity(destination),
                        e -> LOG.warn(
                                "lease.destination-failed destinationId={} reason={}", destination, e.toString()));
            }
        }
    }

    /** Requests a page within the capacity of the gate. */
    private void requestWithinCapacity(DestinationId destination) {
        int capacity = Math.min(gate.capacity(destination), LARGEST_PAGE);
        if (capacity > 0) {
            request(destination, capacity);
        } else if (destinations.destination(destination).readiness() != Destination.Readiness.READY) {
            pausedUntil.put(destination, tick + PAUSE_TICKS);
        }
    }

    private void request(DestinationId destination, int limit) {
        Destination target = destinations.destination(destination);
        // A batch takes one permit, whatever its size.
        request(new LeaseRequest(
                destination,
                target.deadline(),
                target.batching().isPresent() ? 1 : limit,
                target.policy().ordering(),
                target.batching()));
    }

    private void request(LeaseRequest request) {
        requested.add(request.destination());
        requestedRows.addAndGet(request.limit());
        backlog.startRead(request.destination());
        recorder.submit(new Entry.LeasePage(request));
    }

    /** Records the result of a request. */
    void leased(Committed.Leased page) {
        DestinationId destination = page.request().destination();
        requested.remove(destination);
        requestedRows.addAndGet(-page.request().limit());
        backlog.finishRead(destination, page.nextDue());
        if (page.nextDue().isEmpty() && page.deliveries().isEmpty()) {
            gate.backlogEnded(destination);
        }
        gate.nextRow(destination, backlog.nanosUntil(page.nextDue()));
    }

    /** Records a row that is due now. */
    void rowAdded(DestinationId destination) {
        backlog.added(destination, clock.instant());
    }

    /** Records when the row of a settled delivery is due, if it is retried. */
    void settled(InFlight delivery, Result result) {
        dueAt(result).ifPresent(time -> backlog.added(delivery.delivery().destination(), time));
    }

    private static Optional<Instant> dueAt(Result result) {
        return switch (result) {
            case Result.Made(Attempted attempted) ->
                attempted.next() instanceof NextStep.RetryAt(Instant time) ? Optional.of(time) : Optional.empty();
            case Result.Deferred deferred -> Optional.of(deferred.dueAt());
            case Result.Faulted faulted -> Optional.of(faulted.time());
            case Result.Cancelled cancelled -> Optional.empty();
            case Result.Expired expired -> Optional.empty();
        };
    }

    /**
     * Requests the successor of an ordered destination's head, or of a batch: at once after an attempt that settled it, otherwise at the
     * next tick, which checks the gate first.
     */
    void requestSuccessor(InFlight delivery, Result result) {
        delivery.successor().ifPresent(request -> {
            rowAdded(request.destination());
            if (result instanceof Result.Made(Attempted attempted) && !(attempted.next() instanceof NextStep.RetryAt)) {
                request(request);
            }
        });
    }
}
