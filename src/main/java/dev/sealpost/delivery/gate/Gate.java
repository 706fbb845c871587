package dev.sealpost.delivery.gate;

import dev.sealpost.delivery.DeliverySettings;
import dev.sealpost.delivery.Destination;
import dev.sealpost.delivery.DestinationLookup;
import dev.sealpost.delivery.flight.InFlight;
import dev.sealpost.subscription.DestinationId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/**
 * Admits deliveries: up to the node's permits, up to each destination's concurrency, and only a share for unhealthy
 * destinations, so that healthy ones are unaffected. Short waits happen here in bounded queues, longer ones in rows. This
 * class is the lock; its guarded parts decide.
 */
@Component
public final class Gate {

    /** In nanoseconds. */
    private static final long POLL_INTERVAL = TimeUnit.MILLISECONDS.toNanos(2);

    private final GateEnvironment environment;
    private final ReentrantLock lock = new ReentrantLock();
    private final AdmittedDeliveries admitted;
    private final DestinationStates states;
    private final IntakeBudget intakeBudget;
    private final AdmitDelivery admitDelivery;
    private final FollowAttempt followAttempt;
    private final FindOverdue findOverdue;
    private final CountRows countRows;
    private boolean closed;

    public Gate(DeliverySettings settings, DestinationLookup destinations, GateEnvironment environment) {
        this.environment = environment;
        long slowAfter = settings.slowAfter().toNanos();
        this.admitted = new AdmittedDeliveries(
                new Permits(settings.inFlight(), settings.inFlightBytes().toBytes()), 4 * settings.inFlight());
        this.states = new DestinationStates(destinations, environment, slowAfter);
        this.intakeBudget = new IntakeBudget(admitted, states, settings.inFlight());
        this.admitDelivery = new AdmitDelivery(destinations, environment, states, admitted);
        this.followAttempt = new FollowAttempt(states);
        this.findOverdue = new FindOverdue(states, admitted, slowAfter);
        this.countRows = new CountRows(destinations, states, admitted);
    }

    /**
     * Waits until an event may be pulled, and counts it as arriving. Returns false on timeout. Polls instead of being
     * signalled: the recorder frees hundreds of permits at once, and a wake-up for each would cost a context switch.
     */
    public boolean awaitRoom(long nanos) {
        long end = System.nanoTime() + nanos;
        while (!locked(intakeBudget::tryTake)) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            LockSupport.parkNanos(Math.min(left, POLL_INTERVAL));
        }
        return true;
    }

    /** Records how many deliveries a pulled event produced. */
    public void arrived(int deliveries) {
        runLocked(() -> intakeBudget.arrived(deliveries));
    }

    /** Decides whether a delivery may start. */
    public AdmissionDecision admit(InFlight delivery) {
        return locked(() -> closed ? new AdmissionDecision.Defer("stopping") : admitDelivery.decide(delivery));
    }

    /** Records that the destination has no waiting rows. */
    public void backlogEnded(DestinationId id) {
        runLocked(() -> states.find(id).ifPresent(state -> {
            state.resetDeferred();
            states.updatePressure(state);
        }));
    }

    /** Takes note of when the next unleased row of this destination is due, in nanoseconds from now. */
    public void nextRow(DestinationId id, long nanos) {
        runLocked(() -> states.find(id)
                .flatMap(DestinationState::flowControl)
                .ifPresent(flowControl -> flowControl.nextRow(nanos, states.now())));
    }

    /** Takes note of rescheduled throttled rows; {@link DestinationLookup#throttledUntil} returns when the last one is due. */
    public void retimed(DestinationId id, int rows) {
        runLocked(() -> states.retimed(id, rows));
    }

    /** Returns how many rows of a destination may be leased now. */
    public int capacity(DestinationId id) {
        return locked(() -> countRows.of(id));
    }

    /**
     * Records the end of an attempt; the permit is held until {@link #settled}.
     *
     * @return the deliveries that can start now
     */
    public List<Started> ended(InFlight delivery, AttemptSignal signal) {
        return locked(() -> followAttempt.ended(delivery, signal));
    }

    /** Runs a step under the lock, then publishes breaker changes outside it. */
    private <T> T locked(Supplier<T> step) {
        List<Consumer<OpenBreakers>> changes = List.of();
        lock.lock();
        try {
            T result = step.get();
            changes = states.takeBreakerChanges();
            return result;
        } finally {
            lock.unlock();
            changes.forEach(change -> change.accept(environment.breakers()));
        }
    }

    private void runLocked(Runnable step) {
        locked(() -> {
            step.run();
            return true;
        });
    }

    /** Delivery to start. */
    public record Started(InFlight delivery, Destination destination) {}

    /** Releases the permit of a recorded delivery. */
    public void settled(InFlight delivery) {
        runLocked(() -> admitted.leave(delivery));
    }

    /** Removes and returns the deliveries that waited for a permit and may now retry. */
    public List<InFlight> nextWaiting() {
        return locked(admitted::nextWaiting);
    }

    /** Deliveries that have been in the gate longer than {@code slow-after}. */
    public record Overdue(List<Started> running, List<InFlight> notStarted) {}

    /**
     * Finds overdue deliveries. Running ones mark their destination as failing. Queued ones leave the gate, except for their
     * permit; the caller must defer them.
     */
    public Overdue findOverdue(long now) {
        return locked(() -> findOverdue.find(now));
    }

    /**
     * Closes the gate: nothing starts any more.
     *
     * @return deliveries not started; they have left the gate, except for their permit, and the caller must defer them
     */
    public List<InFlight> close() {
        return locked(() -> {
            closed = true;
            List<InFlight> notStarted = new ArrayList<>(admitted.drainWaiting());
            notStarted.addAll(states.drainQueues());
            return notStarted;
        });
    }

    /** Returns the deliveries not yet ended. */
    public List<InFlight> unfinished() {
        return locked(() -> admitted.inside().stream()
                .filter(delivery -> !delivery.isEnded())
                .toList());
    }

    /** Returns whether nothing is in flight. */
    public boolean isEmpty() {
        return locked(() -> admitted.isEmpty() && intakeBudget.isNothingArriving());
    }

    public int inFlight() {
        return locked(admitted::permitsUsed);
    }
}
