package dev.sealpost.delivery.gate;

import dev.sealpost.delivery.flight.InFlight;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One destination as the gate knows it: what runs, what waits for a place, and how it went lately. Guarded by the gate. */
final class DestinationState {

    private static final int REMEMBERED = 8;

    private final Deque<InFlight> line = new ArrayDeque<>();
    private final long[] durations = new long[REMEMBERED];
    private final long slowAfter;
    private int attempts;
    private int running;
    private boolean failing;
    private int overdue;
    private int putOff;
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

    Deque<InFlight> line() {
        return line;
    }

    /** How many run or wait for a place. */
    int busy() {
        return running + line.size();
    }

    void started() {
        running++;
    }

    /** A running attempt has passed the time after which it is slow. */
    void becameOverdue() {
        overdue++;
    }

    /** A place is free again. */
    void left(boolean wasOverdue) {
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

    /** One more of its deliveries waits in a row because there was no place for it. */
    void putOff() {
        putOff++;
    }

    /** One of those has come back. */
    void cameBack() {
        putOff = Math.max(0, putOff - 1);
    }

    void allCameBack() {
        putOff = 0;
    }

    /**
     * How much this destination asks the node to pull less: what it could take at once of what waits for it. One in trouble
     * asks for nothing, and one that is flooded for no more than the limit: others must not wait for them.
     *
     * @param limit 0 when something holds it back
     * @return the change since this was asked last
     */
    int pressureChange(int limit) {
        int now = health() == DestinationHealth.HEALTHY ? Math.min(putOff, limit) : 0;
        int change = now - pressure;
        pressure = now;
        return change;
    }

    /** Its destination is not ready. */
    void becameUnready() {
        unready = true;
    }

    /** Whether nothing holds it back but its places. */
    boolean isFree() {
        return flowControl == null && !unready;
    }

    Optional<FlowControl> flowControl() {
        return Optional.ofNullable(flowControl);
    }

    /** What holds it back from now on; a slowStart, when its destination was not ready and is again. */
    FlowControl control() {
        FlowControl held = flowControl == null ? new FlowControl() : flowControl;
        flowControl = held;
        if (unready) {
            unready = false;
            held.comesBack();
        }
        return held;
    }

    /** Nothing holds it back any more. */
    void setFree() {
        flowControl = null;
    }

    /** Whether it may be forgotten. */
    boolean isIdle(long now) {
        return running == 0 && line.isEmpty() && putOff == 0 && (flowControl == null || flowControl.isForgettable(now));
    }
}
