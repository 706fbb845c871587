package dev.sealpost.source.poll;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Status of one poll of this node. Thread-safe. */
public final class PollStatus {

    private final Clock clock;
    private Optional<Instant> behindSince = Optional.empty();
    private Optional<FailedRounds> failures = Optional.empty();
    private Optional<PollPosition> position = Optional.empty();

    /**
     * Failure that keeps a poll from reading.
     *
     * @param consecutive failures
     * @param reason of the last failure
     */
    public record FailedRounds(Instant since, int failures, String reason) {}

    PollStatus(Clock clock) {
        this.clock = clock;
    }

    /** Records the start of a round, which counts as behind until it ends so that a hanging round shows. */
    synchronized void started() {
        behindSince = behindSince.or(() -> Optional.of(clock.instant()));
    }

    /** Records that another node holds the lease. */
    synchronized void idle() {
        behindSince = Optional.empty();
        failures = Optional.empty();
        position = Optional.empty();
    }

    /** Records where the poll is. */
    synchronized void at(PollPosition now) {
        position = Optional.of(now);
    }

    /** Records a page that moved the cursor. */
    synchronized void read(PollPosition from, RoundResult.Read page) {
        position = Optional.of(new PollPosition(
                Optional.of(page.reached()),
                from.backfill(),
                from.caughtUp() || !page.more(),
                from.progress().plus(page)));
    }

    /** Records a successful round; returns the number of consecutive failures before it. */
    synchronized int succeeded(boolean more) {
        int before = count();
        failures = Optional.empty();
        if (!more) {
            behindSince = Optional.empty();
        }
        return before;
    }

    /** Records a failed round; returns the number of consecutive failures. */
    synchronized int failed(String reason) {
        Instant now = clock.instant();
        int count = count() + 1;
        failures =
                Optional.of(new FailedRounds(failures.map(FailedRounds::since).orElse(now), count, reason));
        return count;
    }

    private int count() {
        return failures.map(FailedRounds::failures).orElse(0);
    }

    /** Returns the progress of a backfill on this node; empty if it has caught up, or another node polls. */
    public synchronized Optional<PollProgress> backfilling() {
        return position.filter(now -> !now.caughtUp()).map(PollPosition::progress);
    }

    /** Returns the current failures; empty if the last round succeeded or another node polls. */
    public synchronized Optional<FailedRounds> failures() {
        return failures;
    }

    /** Returns the time since a round last read everything; zero if the last one did. */
    public synchronized Duration behind() {
        return behindSince
                .map(since -> Duration.between(since, clock.instant()))
                .filter(time -> !time.isNegative())
                .orElse(Duration.ZERO);
    }
}
