package dev.sealpost.source;

import dev.sealpost.node.BackOff;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** How long to wait between rounds. */
final class PollPace {

    static final Duration LONGEST_BACK_OFF = Duration.ofMinutes(5);
    static final Duration LONGEST_WISH = Duration.ofDays(1);

    private static final Duration SHORTEST_BACK_OFF = Duration.ofSeconds(1);
    private static final Duration LONGEST_LOOK = Duration.ofSeconds(15);
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
        Duration wish = shorter(wanted.orElse(Duration.ZERO), LONGEST_WISH);
        double swing = chance.nextDouble();
        return longer(
                scaled(backOff.after(failures), 1 - JITTER + 2 * JITTER * swing), scaled(wish, 1 + JITTER * swing));
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
