package dev.sealpost.endpoint;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Delays after failed attempts; after the last one the delivery becomes a dead letter.
 *
 * @param jitter fraction by which a delay may vary in both directions, from 0 to below 1
 * @param maxAge time after acceptance beyond which no attempt is made; empty: only the delays count
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
            throw new IllegalArgumentException("a retry delay must not be negative");
        }
        if (!(jitter >= 0 && jitter < 1)) {
            throw new IllegalArgumentException("the jitter of a retry schedule must be at least 0 and below 1");
        }
        if (maxAge.filter(age -> !age.isPositive()).isPresent()) {
            throw new IllegalArgumentException("the maximum age of a retry schedule must be more than 0");
        }
    }

    public RetrySchedule(List<Duration> delays, double jitter) {
        this(delays, jitter, Optional.empty());
    }

    /** Returns the delay after the failed attempt with this number, from 1; empty after the last. */
    public Optional<Duration> delayAfter(int attemptNumber, RandomGenerator random) {
        if (attemptNumber > delays.size()) {
            return Optional.empty();
        }
        double factor = 1 + jitter * (2 * random.nextDouble() - 1);
        return Optional.of(
                Duration.ofMillis(Math.round(delays.get(attemptNumber - 1).toMillis() * factor)));
    }
}
