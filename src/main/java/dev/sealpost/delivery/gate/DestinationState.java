package dev.sealpost.delivery.gate;

import dev.sealpost.delivery.flight.InFlight;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** State of one destination in the gate: running and queued deliveries, and recent outcomes. Guarded by the gate. */
final class DestinationState {

    private static final int REMEMBERED = 8;

    /** Duration of an attempt up to which a destination is quick. */
    private static final long QUICK = Duration.ofMillis(50).toNanos();

    private final Deque<InFlight> queue = new ArrayDeque<>();
    private final long[] durations = new long[REMEMBERED];
    private final long slowAfter;
    private int attempts;
    private int running;
    private int fromRows;
    private boolean failing;
    private int overdue;
    private int deferred;
    private int pressure;
    private boolean unready;
    private @Nullable FlowControl flowControl;

    /** @param slowAfter nanoseconds */
    DestinationState(long slowAfter) {
        this.slowAfter = slowAfter;
    }

    DestinationHealth health() {
        if (failing || overdue > 0) {
            return DestinationHealth.FAILING;
        }
        if (attempts == 0) {
            return DestinationHealth.UNKNOWN;
        }
        return median() > slowAfter ? DestinationHealth.SLOW : DestinationHealth.HEALTHY;
    }

    private long median() {
        long[] sorted = Arrays.copyOf(durations, Math.min(attempts, REMEMBERED));
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    /**
     * Returns whether its deliveries wait for this node and not for their receiver: it is healthy and one of the recent attempts
     * was short, or nothing is known yet. The shortest counts, because all others take long while this node is busy.
     */
    boolean isQuick() {
        return switch (health()) {
            case UNKNOWN -> true;
            case HEALTHY -> shortest() <= QUICK;
            case SLOW, FAILING -> false;
        };
    }

    /** Returns whether it is quick, and something is known about it. */
    boolean isKnownAsQuick() {
        return health() == DestinationHealth.HEALTHY && isQuick();
    }

    private long shortest() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < Math.min(attempts, REMEMBERED); i++) {
            least = Math.min(least, durations[i]);
        }
        return least;
    }

    int running() {
        return running;
    }

    int queued() {
        return queue.size();
    }

    /** Returns the number of running and queued deliveries. */
    int busy() {
        return running + queue.size();
    }

    /** Returns how many of them came from rows. */
    int fromRows() {
        return fromRows;
    }

    /** Starts a delivery that was not queued. */
    void start(InFlight delivery) {
        count(delivery, 1);
        running++;
        delivery.start();
    }

    void enqueue(InFlight delivery) {
        count(delivery, 1);
        queue.add(delivery);
    }

    /** Starts the delivery that has been queued longest. */
    InFlight startQueued() {
        InFlight next = queue.remove();
        running++;
        next.start();
        return next;
    }

    /** Removes a queued delivery; returns false if it is not queued. */
    boolean removeQueued(InFlight delivery) {
        boolean removed = queue.remove(delivery);
        if (removed) {
            count(delivery, -1);
        }
        return removed;
    }

    /** Removes and returns all queued deliveries. */
    List<InFlight> drainQueue() {
        List<InFlight> all = List.copyOf(queue);
        queue.clear();
        all.forEach(delivery -> count(delivery, -1));
        return all;
    }

    private void count(InFlight delivery, int change) {
        if (delivery.isFromRow()) {
            fromRows += change;
        }
    }

    /** Records that a running attempt exceeded {@code slow-after}. */
    void becameOverdue() {
        overdue++;
    }

    /** Records the end of an attempt. */
    void ended(InFlight delivery) {
        running--;
        count(delivery, -1);
        if (delivery.isOverdue()) {
            overdue--;
        }
    }

    /** @param duration nanoseconds */
    void remember(boolean succeeded, long duration) {
        durations[attempts % REMEMBERED] = duration;
        attempts++;
        failing = !succeeded;
    }

    /** Counts a delivery deferred to a row for lack of capacity. */
    void deferred() {
        deferred++;
    }

    /** Counts a deferred delivery that returned from its row. */
    void returned() {
        deferred = Math.max(0, deferred - 1);
    }

    void resetDeferred() {
        deferred = 0;
    }

    /**
     * Returns the change of this destination's backpressure: the deferred deliveries it could take at once. An unhealthy
     * destination exerts none, and one with a large backlog no more than the limit, so that others do not wait for it.
     *
     * @param limit maximum; 0 when flow control restricts the destination
     * @return the change since the last call
     */
    int pressureChange(int limit) {
        int now = health() == DestinationHealth.HEALTHY ? Math.min(deferred, limit) : 0;
        int change = now - pressure;
        pressure = now;
        return change;
    }

    /** Records that the destination is not ready. */
    void becameUnready() {
        unready = true;
    }

    /** Returns whether only the concurrency limits it. */
    boolean isUnrestricted() {
        return flowControl == null && !unready;
    }

    Optional<FlowControl> flowControl() {
        return Optional.ofNullable(flowControl);
    }

    /** Returns the flow control, creating it if needed; begins a slow start if the destination was not ready before. */
    FlowControl control() {
        FlowControl control = flowControl == null ? new FlowControl() : flowControl;
        flowControl = control;
        if (unready) {
            unready = false;
            control.beginSlowStart();
        }
        return control;
    }

    /** Removes the flow control. */
    void removeFlowControl() {
        flowControl = null;
    }

    /** Returns whether the state can be dropped. */
    boolean isIdle(long now) {
        return running == 0
                && queue.isEmpty()
                && deferred == 0
                && (flowControl == null || flowControl.isForgettable(now));
    }
}
