package dev.sealpost.delivery.flight;

import dev.sealpost.identifier.Ksuid;
import java.time.Duration;
import java.time.Instant;

/**
 * A row that is ours for a while: only a result with its token moves the row.
 *
 * @param length from the moment at which the row is written, by the database's clock
 * @param faults our own failures in a row before this lease
 */
public record Lease(String token, Duration length, int faults) {

    private static final Duration SHORTEST = Duration.ofSeconds(30);

    /** A new one for an attempt with this deadline, taken now: twice the deadline, and at least 30 s. */
    public static Lease take(Duration deadline, Instant now, int faults) {
        return new Lease("lease_" + Ksuid.at(now), length(deadline), faults);
    }

    /** How long one is, for an attempt with this deadline. */
    public static Duration length(Duration deadline) {
        Duration twice = deadline.multipliedBy(2);
        return twice.compareTo(SHORTEST) > 0 ? twice : SHORTEST;
    }
}
