package dev.sealpost.alert;

import dev.sealpost.alert.Rule.Evaluation;
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

/** All rules. A limit of 0 disables a rule. */
final class Rules {

    private static final String EVERYWHERE = "";

    private Rules() {}

    static Rule failureShare(AlertSettings.FailureShare limit, AttemptMinuteLog log) {
        return new Rule("failure-share", EVERYWHERE, limit.above() > 0, now -> {
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
        });
    }

    static Rule oldestPending(Duration limit, Supplier<Duration> oldestDue) {
        return new Rule("oldest-pending", EVERYWHERE, !limit.isZero(), now -> {
            Duration oldest = oldestDue.get();
            return new Evaluation(
                    oldest.compareTo(limit) > 0,
                    oldest.toSeconds(),
                    limit.toSeconds(),
                    "a delivery has been due for " + words(oldest) + "; the limit is " + words(limit));
        });
    }

    static Rule deadLetters(AlertSettings.DeadLetters limit, AttemptMinuteLog log) {
        return new Rule("dead-letters", EVERYWHERE, limit.above() > 0, now -> {
            long dead = log.sums(new Of.Everything(), start(now, limit.within()), now)
                    .dead();
            return new Evaluation(
                    dead > limit.above(),
                    dead,
                    limit.above(),
                    dead + " deliveries ended as dead letters within " + words(limit.within()) + "; the limit is "
                            + limit.above());
        });
    }

    /** Only the node that runs the poll knows its failures; the others report none, without ending its alert early. */
    static Rule failingPoll(Duration limit, Supplier<Optional<Map.Entry<String, FailedRounds>>> failures) {
        return new Rule("failing-poll", EVERYWHERE, !limit.isZero(), now -> {
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
        });
    }

    static Rule lostTrigger(String place, Duration within, Supplier<Optional<Lost>> last) {
        return new Rule("lost-trigger", place, !within.isZero(), now -> {
            Optional<Lost> recent =
                    last.get().filter(lost -> lost.at().plus(within).isAfter(now));
            return new Evaluation(
                    recent.isPresent(),
                    recent.isPresent() ? 1 : 0,
                    0,
                    recent.map(lost -> "the route " + lost.routeId() + " has published nothing for " + lost.time()
                                    + " (" + lost.reason() + ")")
                            .orElse("no time was lost within " + words(within)));
        });
    }

    static Rule disk(String place, DataSize limit, LongSupplier free) {
        return new Rule("disk", place, limit.toBytes() > 0, now -> {
            long bytes = free.getAsLong();
            return new Evaluation(
                    bytes < limit.toBytes(),
                    bytes,
                    limit.toBytes(),
                    DataSize.ofBytes(bytes).toMegabytes() + " MB are free at " + place + "; the limit is "
                            + limit.toMegabytes() + " MB");
        });
    }

    /** No events are pulled from the broker. Its own event is delayed too; log and metric report it at once. */
    static Rule intake(String place, Duration limit, Function<Duration, Optional<Standstill>> standstill) {
        return new Rule("intake", place, !limit.isZero(), now -> {
            Optional<Standstill> still = standstill.apply(limit);
            return new Evaluation(
                    still.isPresent(),
                    still.map(found -> found.since().toSeconds()).orElse(0L),
                    limit.toSeconds(),
                    still.map(found -> "no event has been taken from the broker at " + place + " for "
                                    + words(found.since()) + ": " + found.reason() + " (GET /api/v1/intake)")
                            .orElse("events are taken from the broker"));
        });
    }

    /** The reconciler has open findings. */
    static Rule findings(boolean enabled, LongSupplier open) {
        return new Rule("findings", EVERYWHERE, enabled, now -> {
            long count = open.getAsLong();
            return new Evaluation(
                    count > 0, count, 0, count + " findings of the reconciler are open (GET /api/v1/ledger/finding)");
        });
    }

    /** A scheduled backup is overdue or has failed. */
    static Rule backup(String place, Duration limit, BackupWatch watch) {
        return new Rule("backup", place, !limit.isZero(), now -> {
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
        });
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
