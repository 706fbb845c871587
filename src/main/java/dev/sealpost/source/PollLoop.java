package dev.sealpost.source;

import dev.sealpost.route.event.FailureText;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rounds of one poll, one after the other on a thread of its own. The cursor is moved after a round that went well and not
 * before: by then {@code to: event:} has returned, and that is when the journal is synced. A crash in between repeats one round.
 */
final class PollLoop {

    private static final Logger LOG = LoggerFactory.getLogger(PollLoop.class);

    private final PollOptions options;
    private final Round round;
    private final PollLease turn;
    private final PollPace pace;
    private final PollStatus standing;
    private final CountDownLatch closing = new CountDownLatch(1);

    /** Reads one page. */
    @FunctionalInterface
    interface Round {

        /**
         * Reads one page.
         *
         * @param cursor how far the last page went; empty: none was read
         */
        RoundResult run(String cursor);
    }

    PollLoop(PollOptions options, Round round, PollLease turn, PollPace pace, PollStatus standing) {
        this.options = options;
        this.round = round;
        this.turn = turn;
        this.pace = pace;
        this.standing = standing;
    }

    String name() {
        return options.name();
    }

    PollStatus standing() {
        return standing;
    }

    void start() {
        Thread.ofVirtual().name("sealpost-poll-" + options.name()).start(this::goOn);
    }

    /** No round begins from now on. */
    void stop() {
        closing.countDown();
    }

    private void goOn() {
        Duration pause = Duration.ZERO;
        while (!isClosedWithin(pause)) {
            pause = once();
        }
        try {
            turn.giveBack();
        } catch (RuntimeException e) {
            LOG.debug("poll.turn-kept poll={} reason=\"{}\"", options.name(), FailureText.of(e));
        }
    }

    private boolean isClosedWithin(Duration pause) {
        try {
            return closing.await(pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            // Only stop ends this; a route may have left the flag behind.
            return closing.getCount() == 0;
        }
    }

    /** One round where it is our turn; gives the time until the next. */
    Duration once() {
        try {
            standing.begins();
            if (!turn.isMine()) {
                standing.rests();
                return pace.whileOthersPoll();
            }
            Optional<String> from = turn.reached();
            return switch (run(from)) {
                case RoundResult.Read read -> read(from, read);
                case RoundResult.Failed failed -> failed(failed);
            };
        } catch (RuntimeException | Error e) {
            return failed(RoundResult.Failed.by(e));
        }
    }

    private RoundResult run(Optional<String> from) {
        try (PollLease.Renewal renewal = turn.renewed()) {
            return round.run(from.orElse(options.start()));
        }
    }

    private Duration read(Optional<String> from, RoundResult.Read read) {
        boolean moves = !read.reached().equals(from.orElse(options.start()));
        if (moves && !turn.move(from, read.reached())) {
            LOG.warn("poll.cursor-moved-elsewhere poll={}", options.name());
            return pace.whileOthersPoll();
        }
        // A server that says "more" and gives the same cursor again would be asked without a pause for ever.
        boolean more = read.more() && (moves || read.reached().isEmpty());
        int failures = standing.worked(more);
        if (failures > 0) {
            LOG.info("poll.recovered poll={} failures={}", options.name(), failures);
        }
        return pace.afterRead(more);
    }

    private Duration failed(RoundResult.Failed failed) {
        int failures = standing.failed(failed.reason());
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
