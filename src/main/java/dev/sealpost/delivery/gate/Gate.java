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

/**
 * Admits deliveries: up to the node's permits, up to each destination's concurrency, and only a share for unhealthy
 * destinations, so that healthy ones are unaffected. Short waits happen here in bounded queues, longer ones in rows. This
 * class is the lock; its guarded parts decide.
 */
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
    private final BreakerNews news = new BreakerNews();
    private boolean closed;

    public Gate(DeliverySettings settings, DestinationLookup destinations, GateEnvironment environment) {
        this.environment = environment;
        long slowAfter = settings.slowAfter().toNanos();
        this.admitted = new AdmittedDeliveries(
                new Permits(settings.inFlight(), settings.inFlightBytes().toBytes()), 4 * settings.inFlight());
        this.states = new DestinationStates(destinations, environment, news, slowAfter);
        this.intakeBudget = new IntakeBudget(admitted, states, settings.inFlight());
        this.admitDelivery = new AdmitDelivery(destinations, environment, states, admitted);
        this.followAttempt = new FollowAttempt(destinations, states, news);
        this.findOverdue = new FindOverdue(destinations, states, admitted, slowAfter);
        this.countRows = new CountRows(destinations, states, admitted);
    }

    /**
     * Waits until an event may be pulled, and counts it as arriving. Returns false on timeout. Polls instead of being
     * signalled: the recorder frees hundreds of permits at once, and a wake-up for each would cost a context switch.
     */
    public boolean awaitRoom(long nanos) {
        long end = System.nanoTime() + nanos;
        while (!tryTakeRoom()) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            LockSupport.parkNanos(Math.min(left, POLL_INTERVAL));
        }
        return true;
    }

    private boolean tryTakeRoom() {
        lock.lock();
        try {
            boolean isAvailable = intakeBudget.isAvailable();
            if (isAvailable) {
                intakeBudget.take();
            }
            return isAvailable;
        } finally {
            lock.unlock();
        }
    }

    /** Records how many deliveries a pulled event produced. */
    public void arrived(int deliveries) {
        lock.lock();
        try {
            intakeBudget.arrived(deliveries);
        } finally {
            lock.unlock();
        }
    }

    /** Decides whether a delivery may start. */
    public AdmissionDecision admit(InFlight delivery) {
        return runLocked(() -> closed ? new AdmissionDecision.Defer("stopping") : admitDelivery.decide(delivery));
    }

    /** Records that the destination has no waiting rows. */
    public void backlogEnded(DestinationId id) {
        lock.lock();
        try {
            states.find(id).ifPresent(state -> {
                state.resetDeferred();
                states.updatePressure(state);
            });
        } finally {
            lock.unlock();
        }
    }

    /** Takes note of when the next unleased row of this destination is due, in nanoseconds from now. */
    public void nextRow(DestinationId id, long nanos) {
        lock.lock();
        try {
            states.find(id)
                    .flatMap(DestinationState::flowControl)
                    .ifPresent(flowControl -> flowControl.nextRow(nanos, states.now()));
        } finally {
            lock.unlock();
        }
    }

    /** Takes note of rescheduled throttled rows; {@link DestinationLookup#throttledUntil} returns when the last one is due. */
    public void retimed(DestinationId id, int rows) {
        lock.lock();
        try {
            states.retimed(id, rows);
        } finally {
            lock.unlock();
        }
    }

    /** Returns how many rows of a destination may be leased now. */
    public int capacity(DestinationId id) {
        return runLocked(() -> countRows.of(id));
    }

    /**
     * Records the end of an attempt; the permit is held until {@link #settled}.
     *
     * @return the deliveries that can start now
     */
    public List<Started> ended(InFlight delivery, AttemptSignal signal) {
        return runLocked(() -> followAttempt.ended(delivery, signal));
    }

    /** Runs a step under the lock, then publishes breaker changes outside it. */
    private <T> T runLocked(Supplier<T> step) {
        List<Consumer<OpenBreakers>> changes = List.of();
        lock.lock();
        try {
            T result = step.get();
            changes = news.take();
            return result;
        } finally {
            lock.unlock();
            changes.forEach(change -> change.accept(environment.breakers()));
        }
    }

    /** Delivery to start. */
    public record Started(InFlight delivery, Destination destination) {}

    /** Releases the permit of a recorded delivery. */
    public void settled(InFlight delivery) {
        lock.lock();
        try {
            admitted.leave(delivery);
        } finally {
            lock.unlock();
        }
    }

    /** Removes and returns the deliveries that waited for a permit and may now retry. */
    public List<InFlight> nextWaiting() {
        lock.lock();
        try {
            return admitted.nextWaiting();
        } finally {
            lock.unlock();
        }
    }

    /** Deliveries that have been in the gate longer than {@code slow-after}. */
    public record Overdue(List<Started> running, List<InFlight> notStarted) {}

    /**
     * Finds overdue deliveries. Running ones mark their destination as failing. Queued ones leave the gate, except for their
     * permit; the caller must defer them.
     */
    public Overdue findOverdue(long now) {
        lock.lock();
        try {
            return findOverdue.find(now);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Closes the gate: nothing starts any more.
     *
     * @return deliveries not started; they have left the gate, except for their permit, and the caller must defer them
     */
    public List<InFlight> close() {
        lock.lock();
        try {
            closed = true;
            List<InFlight> notStarted = new ArrayList<>(admitted.drainWaiting());
            notStarted.addAll(states.drainQueues());
            return notStarted;
        } finally {
            lock.unlock();
        }
    }

    /** Returns the deliveries not yet ended. */
    public List<InFlight> unfinished() {
        lock.lock();
        try {
            return admitted.inside().stream()
                    .filter(delivery -> !delivery.isEnded())
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    /** Returns whether nothing is in flight. */
    public boolean isEmpty() {
        lock.lock();
        try {
            return admitted.isEmpty() && intakeBudget.isNothingArriving();
        } finally {
            lock.unlock();
        }
    }

    public int inFlight() {
        lock.lock();
        try {
            return admitted.permitsUsed();
        } finally {
            lock.unlock();
        }
    }
}
