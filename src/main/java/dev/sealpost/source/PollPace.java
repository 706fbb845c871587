package dev.sealpost.source;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** How long to wait between rounds. */
final class PollPace {

    static final Duration LONGEST_BACK_OFF = Duration.ofMinutes(5);
    static final Duration LONGEST_WISH = Duration.ofDays(1);

    private static final Duration SHORTEST_BACK_OFF = Duration.ofSeconds(1);
    private static final Duration LONGEST_LOOK = Duration.ofSeconds(15);
    private static final int MOST_DOUBLINGS = 20;
    private static final double JITTER = 0.2;

    private final Duration interval;
    private final RandomGenerator chance;

    PollPace(Duration interval, RandomGenerator chance) {
        this.interval = interval;
        this.chance = chance;
    }

    Duration afterRead(boolean more) {
        return more ? Duration.ZERO : interval;
    }

    /** Until it is asked again whose turn it is. */
    Duration whileOthersPoll() {
        return shorter(longer(interval, SHORTEST_BACK_OFF), LONGEST_LOOK);
    }

    /**
     * The interval, at least a second, twice as long after each failure, up to five minutes or the interval; by up to a fifth
     * shorter or longer, so that nodes and polls that failed together do not come back together. Never earlier than wanted,
     * of which a day is the most.
     *
     * @param failures in a row, from 1
     */
    Duration afterFailure(int failures, Optional<Duration> wanted) {
        long doubled = longer(interval, SHORTEST_BACK_OFF).toMillis() << Math.min(failures - 1, MOST_DOUBLINGS);
        Duration backOff = shorter(Duration.ofMillis(doubled), longer(interval, LONGEST_BACK_OFF));
        Duration wish = shorter(wanted.orElse(Duration.ZERO), LONGEST_WISH);
        double swing = chance.nextDouble();
        return longer(scaled(backOff, 1 - JITTER + 2 * JITTER * swing), scaled(wish, 1 + JITTER * swing));
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
