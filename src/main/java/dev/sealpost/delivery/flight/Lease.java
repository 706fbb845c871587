package dev.sealpost.delivery.flight;

import dev.sealpost.identifier.Ksuid;
import java.time.Duration;
import java.time.Instant;

/**
 * Temporary ownership of a row: only a result with its token changes the row.
 *
 * @param length duration from the write of the row, by the database's clock
 * @param faults consecutive failures of this node before this lease
 */
public record Lease(String token, Duration length, int faults) {

    private static final Duration SHORTEST = Duration.ofSeconds(30);

    /** Creates a lease for an attempt: twice its deadline, and at least 30 s. */
    public static Lease take(Duration deadline, Instant now, int faults) {
        return new Lease("lease_" + Ksuid.at(now), length(deadline), faults);
    }

    /** Returns a copy with another number of failures of this node. */
    public Lease afterFaults(int newFaults) {
        return new Lease(token, length, newFaults);
    }

    /** Returns the length of a lease for an attempt with this deadline. */
    public static Duration length(Duration deadline) {
        Duration twice = deadline.multipliedBy(2);
        return twice.compareTo(SHORTEST) > 0 ? twice : SHORTEST;
    }
}
