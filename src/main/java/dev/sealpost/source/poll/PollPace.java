package dev.sealpost.source.poll;

import dev.sealpost.node.BackOff;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Pauses between rounds. */
final class PollPace {

    static final Duration LONGEST_BACK_OFF = Duration.ofMinutes(5);
    static final Duration LONGEST_WANTED = Duration.ofDays(1);

    private static final Duration SHORTEST_BACK_OFF = Duration.ofSeconds(1);
    private static final Duration LONGEST_STANDBY = Duration.ofSeconds(15);
    private static final double JITTER = 0.2;

    private final Duration interval;
    private final RandomGenerator chance;
    private final BackOff backOff;

    PollPace(Duration interval, RandomGenerator chance) {
        this.interval = interval;
        this.chance = chance;
        this.backOff = new BackOff(longer(interval, SHORTEST_BACK_OFF), longer(interval, LONGEST_BACK_OFF));
    }

    Duration afterRead(boolean more) {
        return more ? Duration.ZERO : interval;
    }

    /** Returns the pause until the lease is tried again. */
    Duration whileOthersPoll() {
        return shorter(longer(interval, SHORTEST_BACK_OFF), LONGEST_STANDBY);
    }

    /**
     * Returns an exponential back-off: the interval, at least 1 s, doubled with each failure, up to 5 min or the interval if
     * longer, with a jitter of 20 % so that polls that failed together do not retry together. Never shorter than wanted, up to
     * a day.
     *
     * @param consecutive failures, from 1
     */
    Duration afterFailure(int failures, Optional<Duration> wanted) {
        Duration atLeast = shorter(wanted.orElse(Duration.ZERO), LONGEST_WANTED);
        double random = chance.nextDouble();
        return longer(
                scaled(backOff.after(failures), 1 - JITTER + 2 * JITTER * random),
                scaled(atLeast, 1 + JITTER * random));
    }

    private static Duration scaled(Duration duration, double factor) {
        return Duration.ofMillis(Math.round(duration.toMillis() * factor));
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }
}
