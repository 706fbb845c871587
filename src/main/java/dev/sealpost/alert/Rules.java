package dev.sealpost.alert;

import dev.sealpost.backup.BackupStatus;
import dev.sealpost.backup.BackupWatch;
import dev.sealpost.delivery.dispatch.IntakeStatus.Standstill;
import dev.sealpost.history.AttemptMinuteLog;
import dev.sealpost.history.AttemptMinuteLog.Of;
import dev.sealpost.history.AttemptMinuteLog.Sums;
import dev.sealpost.route.camel.LostTriggers.Lost;
import dev.sealpost.source.poll.PollStatus.FailedRounds;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.springframework.util.unit.DataSize;

/** All rules. */
final class Rules {

    private static final String EVERYWHERE = "";

    private Rules() {}

    record FailureShare(AlertSettings.FailureShare limit, AttemptMinuteLog log) implements Rule {

        @Override
        public String name() {
            return "failure-share";
        }

        @Override
        public String place() {
            return EVERYWHERE;
        }

        @Override
        public Evaluation evaluate(Instant now) {
            Sums sums = log.sums(new Of.Everything(), start(now, limit.within()), now);
            long all = sums.all();
            double share = all == 0 ? 0 : (double) (all - sums.succeeded()) / all;
            return new Evaluation(
                    all >= limit.atLeast() && share > limit.above(),
                    share,
                    limit.above(),
                    String.format(
                            Locale.ROOT,
                            "%.1f %% of %d attempts within %s failed; the limit is %.1f %%",
                            share * 100,
                            all,
                            words(limit.within()),
                            limit.above() * 100));
        }
    }

    record OldestPending(Duration limit, Supplier<Duration> oldestDue) implements Rule {

        @Override
        public String name() {
            return "oldest-pending";
        }

        @Override
        public String place() {
            return EVERYWHERE;
        }

        @Override
        public Evaluation evaluate(Instant now) {
            Duration oldest = oldestDue.get();
            return new Evaluation(
                    oldest.compareTo(limit) > 0,
                    oldest.toSeconds(),
                    limit.toSeconds(),
                    "a delivery has been due for " + words(oldest) + "; the limit is " + words(limit));
        }
    }

    record DeadLetters(AlertSettings.DeadLetters limit, AttemptMinuteLog log) implements Rule {

        @Override
        public String name() {
            return "dead-letters";
        }

        @Override
        public String place() {
            return EVERYWHERE;
        }

        @Override
        public Evaluation evaluate(Instant now) {
            long dead = log.sums(new Of.Everything(), start(now, limit.within()), now)
                    .dead();
            return new Evaluation(
                    dead > limit.above(),
                    dead,
                    limit.above(),
                    dead + " deliveries ended as dead letters within " + words(limit.within()) + "; the limit is "
                            + limit.above());
        }
    }

    /** Only the node that runs the poll knows its failures; the others report none, without ending its alert early. */
    record FailingPoll(Duration limit, Supplier<Optional<Map.Entry<String, FailedRounds>>> failures) implements Rule {

        @Override
        public String name() {
            return "failing-poll";
        }

        @Override
        public String place() {
            return EVERYWHERE;
        }

        @Override
        public Evaluation evaluate(Instant now) {
            Optional<Map.Entry<String, FailedRounds>> worst = failures.get();
            Duration failing = worst.map(
                            poll -> Duration.between(poll.getValue().since(), now))
                    .orElse(Duration.ZERO);
            return new Evaluation(
                    failing.compareTo(limit) > 0,
                    failing.toSeconds(),
                    limit.toSeconds(),
                    worst.map(poll -> "the poll " + poll.getKey() + " has failed for " + words(failing) + " ("
                                    + poll.getValue().reason() + "); the limit is " + words(limit))
                            .orElse("no poll fails"));
        }
    }

    record LostTrigger(String place, Duration within, Supplier<Optional<Lost>> last) implements Rule {

        @Override
        public String name() {
            return "lost-trigger";
        }

        @Override
        public Evaluation evaluate(Instant now) {
            Optional<Lost> recent =
                    last.get().filter(lost -> lost.at().plus(within).isAfter(now));
            return new Evaluation(
                    recent.isPresent(),
                    recent.isPresent() ? 1 : 0,
                    0,
                    recent.map(lost -> "the route " + lost.routeId() + " has published nothing for " + lost.time()
                                    + " (" + lost.reason() + ")")
                            .orElse("no time was lost within " + words(within)));
        }
    }

    record Disk(String place, DataSize limit, LongSupplier free) implements Rule {

        @Override
        public String name() {
            return "disk";
        }

        @Override
        public Evaluation evaluate(Instant now) {
            long bytes = free.getAsLong();
            return new Evaluation(
                    bytes < limit.toBytes(),
                    bytes,
                    limit.toBytes(),
                    DataSize.ofBytes(bytes).toMegabytes() + " MB are free at " + place + "; the limit is "
                            + limit.toMegabytes() + " MB");
        }
    }

    /** No events are pulled from the broker. Its own event is delayed too; log and metric report it at once. */
    record Intake(String place, Duration limit, Function<Duration, Optional<Standstill>> standstill) implements Rule {

        @Override
        public String name() {
            return "intake";
        }

        @Override
        public Evaluation evaluate(Instant now) {
            Optional<Standstill> still = standstill.apply(limit);
            return new Evaluation(
                    still.isPresent(),
                    still.map(found -> found.since().toSeconds()).orElse(0L),
                    limit.toSeconds(),
                    still.map(found -> "no event has been taken from the broker at " + place + " for "
                                    + words(found.since()) + ": " + found.reason() + " (GET /api/v1/intake)")
                            .orElse("events are taken from the broker"));
        }
    }

    /** The reconciler has open findings. */
    record Findings(LongSupplier open) implements Rule {

        @Override
        public String name() {
            return "findings";
        }

        @Override
        public String place() {
            return EVERYWHERE;
        }

        @Override
        public Evaluation evaluate(Instant now) {
            long count = open.getAsLong();
            return new Evaluation(
                    count > 0,
                    count,
                    0,
                    count + " findings of the reconciler are open (GET /api/v1/ledger/evaluation)");
        }
    }

    /** A scheduled backup is overdue or has failed. */
    record Backup(String place, Duration limit, BackupWatch watch) implements Rule {

        @Override
        public String name() {
            return "backup";
        }

        @Override
        public Evaluation evaluate(Instant now) {
            BackupStatus standing = watch.status();
            String late = "the newest scheduled backup at " + place + " has been missing for " + words(standing.late())
                    + "; the limit is " + words(limit);
            return new Evaluation(
                    standing.failures().isPresent() || standing.late().compareTo(limit) > 0,
                    standing.late().toSeconds(),
                    limit.toSeconds(),
                    standing.failures()
                            .map(failed -> "the scheduled backup at " + place + " was not made " + failed.failures()
                                    + " times in a row: " + failed.reason())
                            .orElse(late));
        }
    }

    /** Returns the start of the window, truncated to the minute because counts are kept per minute. */
    private static Instant start(Instant now, Duration within) {
        return now.minus(within).truncatedTo(ChronoUnit.MINUTES);
    }

    private static String words(Duration time) {
        if (time.toMinutes() < 2) {
            return time.toSeconds() + " s";
        }
        return time.toHours() < 2 ? time.toMinutes() + " min" : time.toHours() + " h";
    }
}
