package dev.sealpost.node;

import java.time.Duration;

/**
 * Pauses after failures in a row, each twice as long as the one before.
 *
 * @param first pause
 * @param longest pause
 */
public record BackOff(Duration first, Duration longest) {

    private static final int MOST_DOUBLINGS = 30;

    /**
     * The pause after a failure.
     *
     * @param failures in a row, from 1
     */
    public Duration after(int failures) {
        Duration doubled = first.multipliedBy(1L << Math.clamp(failures - 1, 0, MOST_DOUBLINGS));
        return doubled.compareTo(longest) > 0 ? longest : doubled;
    }
}
