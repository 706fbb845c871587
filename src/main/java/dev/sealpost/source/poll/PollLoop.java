package dev.sealpost.source.poll;

import dev.sealpost.delivery.FailureText;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the rounds of one poll in sequence on a thread of its own. The cursor moves only after a successful round: {@code to:
 * event:} returns once the journal is synced. A crash in between repeats one round.
 */
final class PollLoop {

    private static final Logger LOG = LoggerFactory.getLogger(PollLoop.class);

    private final PollOptions options;
    private final Round round;
    private final PollLease lease;
    private final PollPace pace;
    private final PollStatus status;
    private final CountDownLatch closing = new CountDownLatch(1);

    /** Reads one page. */
    @FunctionalInterface
    interface Round {

        /**
         * Reads one page.
         *
         * @param cursor cursor after the last page; empty before the first
         * @param backfill number of the backfill, from 1
         */
        RoundResult run(String cursor, long backfill);
    }

    PollLoop(PollOptions options, Round round, PollLease lease, PollPace pace, PollStatus status) {
        this.options = options;
        this.round = round;
        this.lease = lease;
        this.pace = pace;
        this.status = status;
    }

    String name() {
        return options.name();
    }

    PollStatus status() {
        return status;
    }

    void start() {
        Thread.ofVirtual().name("sealpost-poll-" + options.name()).start(this::runRounds);
    }

    /** Stops the loop; no further round starts. */
    void stop() {
        closing.countDown();
    }

    private void runRounds() {
        Duration pause = Duration.ZERO;
        while (!isClosedWithin(pause)) {
            pause = once();
        }
        try {
            lease.release();
        } catch (RuntimeException e) {
            LOG.debug("poll.lease-release-failed poll={} reason=\"{}\"", options.name(), FailureText.of(e));
        }
    }

    private boolean isClosedWithin(Duration pause) {
        try {
            return closing.await(pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            // Only stop() ends the loop; a route may have left the interrupt flag set.
            return closing.getCount() == 0;
        }
    }

    /** Runs one round if this node holds the lease; returns the pause until the next round. */
    Duration once() {
        try {
            status.started();
            if (!lease.acquire()) {
                status.idle();
                return pace.whileOthersPoll();
            }
            PollPosition from = lease.position();
            status.at(from);
            return switch (run(from)) {
                case RoundResult.Read read -> read(from, read);
                case RoundResult.Failed failed -> failed(failed);
            };
        } catch (RuntimeException | Error e) {
            return failed(RoundResult.Failed.by(e));
        }
    }

    private RoundResult run(PollPosition from) {
        try (PollLease.Renewal renewal = lease.renewed()) {
            return round.run(cursor(from), from.backfill());
        }
    }

    private String cursor(PollPosition from) {
        return from.cursor().orElse(options.start());
    }

    private Duration read(PollPosition from, RoundResult.Read read) {
        boolean moves = !read.reached().equals(cursor(from));
        if (!record(from, read, moves)) {
            // The cursor was set, or another node polls. The next round asks for the lease and the cursor again.
            LOG.info("poll.cursor-moved-elsewhere poll={}", options.name());
            return Duration.ZERO;
        }
        // A server that reports more pages but returns the same cursor would be polled without a pause.
        boolean more = read.more() && (moves || read.reached().isEmpty());
        int failures = status.succeeded(more);
        if (failures > 0) {
            LOG.info("poll.recovered poll={} failures={}", options.name(), failures);
        }
        return pace.afterRead(more);
    }

    private boolean record(PollPosition from, RoundResult.Read read, boolean moves) {
        if (moves) {
            boolean moved = lease.move(from, read);
            if (moved) {
                status.read(from, read);
            }
            return moved;
        }
        boolean arrives = !read.more() && !from.caughtUp();
        boolean kept = !arrives || lease.catchUp(from);
        if (arrives && kept) {
            status.at(new PollPosition(from.cursor(), from.backfill(), true, from.progress()));
        }
        return kept;
    }

    private Duration failed(RoundResult.Failed failed) {
        int failures = status.failed(failed.reason());
        Duration pause = pace.afterFailure(failures, failed.pause());
        if (failures == 1 && closing.getCount() > 0) {
            LOG.warn(
                    "poll.failed poll={} reason=\"{}\" nextIn={} furtherFailures=not-logged",
                    options.name(),
                    failed.reason(),
                    pause);
        } else {
            LOG.debug("poll.failed poll={} failures={} reason=\"{}\"", options.name(), failures, failed.reason());
        }
        return pause;
    }
}
