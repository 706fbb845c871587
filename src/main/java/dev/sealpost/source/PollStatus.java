package dev.sealpost.source;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** How one poll of this node is doing. Safe for many threads. */
public final class PollStatus {

    private final Clock clock;
    private Optional<Instant> behindSince = Optional.empty();
    private Optional<Trouble> trouble = Optional.empty();

    /**
     * What keeps a poll from reading.
     *
     * @param failures in a row
     * @param reason of the last one
     */
    public record Trouble(Instant since, int failures, String reason) {}

    PollStatus(Clock clock) {
        this.clock = clock;
    }

    /** A round begins. Until it has ended it counts as behind, so that one that hangs shows. */
    synchronized void begins() {
        behindSince = behindSince.or(() -> Optional.of(clock.instant()));
    }

    /** It is another node's turn. */
    synchronized void rests() {
        behindSince = Optional.empty();
        trouble = Optional.empty();
    }

    /** Gives how many failures there were before, in a row. */
    synchronized int worked(boolean more) {
        int failures = trouble.map(Trouble::failures).orElse(0);
        trouble = Optional.empty();
        if (!more) {
            behindSince = Optional.empty();
        }
        return failures;
    }

    /** Gives how many failures there are now, in a row. */
    synchronized int failed(String reason) {
        Instant now = clock.instant();
        int failures = trouble.map(Trouble::failures).orElse(0) + 1;
        trouble = Optional.of(new Trouble(trouble.map(Trouble::since).orElse(now), failures, reason));
        return failures;
    }

    /** Empty: the last round went well, or it is another node's turn. */
    public synchronized Optional<Trouble> trouble() {
        return trouble;
    }

    /** How long ago a round last found out that there is nothing more to read; zero: that was the last one. */
    public synchronized Duration behind() {
        return behindSince
                .map(since -> Duration.between(since, clock.instant()))
                .filter(time -> !time.isNegative())
                .orElse(Duration.ZERO);
    }
}
