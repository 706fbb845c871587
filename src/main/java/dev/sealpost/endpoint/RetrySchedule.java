package dev.sealpost.endpoint;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * How long to wait after each failed attempt; after the last delay comes the dead letter.
 *
 * @param jitter the share by which a delay may be shorter or longer, 0 to below 1
 * @param maxAge no attempt is made later than this after the event was accepted; empty: only the delays count
 */
public record RetrySchedule(List<Duration> delays, double jitter, Optional<Duration> maxAge) {

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException with a message for users
     */
    public RetrySchedule {
        delays = List.copyOf(delays);
        if (delays.stream().anyMatch(Duration::isNegative)) {
            throw new IllegalArgumentException("a retry delay is not negative");
        }
        if (!(jitter >= 0 && jitter < 1)) {
            throw new IllegalArgumentException("the jitter of a retry schedule is at least 0 and below 1");
        }
        if (maxAge.filter(age -> !age.isPositive()).isPresent()) {
            throw new IllegalArgumentException("the greatest age of a retry schedule is longer than 0");
        }
    }

    public RetrySchedule(List<Duration> delays, double jitter) {
        this(delays, jitter, Optional.empty());
    }

    /** The wait after the failed attempt with this number (from 1), or empty when it was the last. */
    public Optional<Duration> delayAfter(int attemptNumber, RandomGenerator chance) {
        if (attemptNumber > delays.size()) {
            return Optional.empty();
        }
        double factor = 1 + jitter * (2 * chance.nextDouble() - 1);
        return Optional.of(
                Duration.ofMillis(Math.round(delays.get(attemptNumber - 1).toMillis() * factor)));
    }
}
