package dev.sealpost.source;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One poller's turn at one poll. Of all nodes one polls at a time: the others would read the same again, and could bring rows
 * of one key out of order. Used by one thread.
 */
final class PollTurn {

    private static final Duration MARGIN = Duration.ofMinutes(1);

    private final PollRows rows;
    private final String name;
    private final String holder;
    private final Duration lease;
    private final Clock clock;
    private Instant renewAt = Instant.MIN;

    PollTurn(PollRows rows, String name, String holder, Duration lease, Clock clock) {
        this.rows = rows;
        this.name = name;
        this.holder = holder;
        this.lease = lease;
        this.clock = clock;
    }

    /** It lasts over the pause after a round: another node would not wait for that pause, and poll in between. */
    static Duration lease(Duration interval) {
        return interval.plus(MARGIN);
    }

    /** Takes the turn or keeps it. A write only where half of the lease is over: a poll may run every second. */
    boolean isMine() {
        Instant now = clock.instant();
        if (now.isBefore(renewAt)) {
            return true;
        }
        boolean mine = rows.take(name, holder, lease);
        renewAt = mine ? now.plus(lease.dividedBy(2)) : Instant.MIN;
        return mine;
    }

    Optional<String> reached() {
        return rows.reached(name);
    }

    /** False when it is not this poller's turn any more. */
    boolean move(Optional<String> from, String to) {
        boolean moved = rows.move(name, holder, from, to);
        if (!moved) {
            renewAt = Instant.MIN;
        }
        return moved;
    }

    void giveBack() {
        if (renewAt.isAfter(Instant.MIN)) {
            renewAt = Instant.MIN;
            rows.giveBack(name, holder);
        }
    }
}
