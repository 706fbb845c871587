package dev.sealpost.delivery.gate;

import dev.sealpost.delivery.flight.InFlight;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** State of one destination in the gate: running and queued deliveries, and recent outcomes. Guarded by the gate. */
final class DestinationState {

    private static final int REMEMBERED = 8;

    private final Deque<InFlight> queue = new ArrayDeque<>();
    private final long[] durations = new long[REMEMBERED];
    private final long slowAfter;
    private int attempts;
    private int running;
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

    int running() {
        return running;
    }

    Deque<InFlight> queue() {
        return queue;
    }

    /** Returns the number of running and queued deliveries. */
    int busy() {
        return running + queue.size();
    }

    void started() {
        running++;
    }

    /** Records that a running attempt exceeded {@code slow-after}. */
    void becameOverdue() {
        overdue++;
    }

    /** Records the end of an attempt. */
    void ended(boolean wasOverdue) {
        running--;
        if (wasOverdue) {
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
