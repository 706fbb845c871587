package dev.sealpost.delivery;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/** One destination as the gate knows it: what runs, what waits for a place, and how it went lately. Guarded by the gate. */
final class Lane {

    private static final int REMEMBERED = 8;

    private final Deque<InFlight> line = new ArrayDeque<>();
    private final long[] durations = new long[REMEMBERED];
    private final long slowAfter;
    private int attempts;
    private int running;
    private boolean failing;
    private int overdue;

    /** @param slowAfter nanoseconds */
    Lane(long slowAfter) {
        this.slowAfter = slowAfter;
    }

    Pace pace() {
        if (failing || overdue > 0) {
            return Pace.TROUBLED;
        }
        if (attempts == 0) {
            return Pace.UNKNOWN;
        }
        return median() > slowAfter ? Pace.TROUBLED : Pace.STEADY;
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

    boolean isIdle() {
        return running == 0 && line.isEmpty();
    }
}
