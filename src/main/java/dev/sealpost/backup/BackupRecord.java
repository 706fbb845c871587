package dev.sealpost.backup;

import dev.sealpost.backup.BackupStatus.FailedBackups;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Optional;
import org.springframework.scheduling.support.CronExpression;

/** Results of the backups of this process. Thread-safe. */
final class BackupRecord {

    private long made;
    private long failed;
    private Optional<Instant> newest = Optional.empty();
    private Optional<FailedBackups> failures = Optional.empty();

    /** Records an existing backup. */
    synchronized void existing(Instant finished) {
        newest = newest.filter(known -> known.isAfter(finished)).or(() -> Optional.of(finished));
    }

    synchronized void made(Instant finished) {
        made++;
        existing(finished);
        failures = Optional.empty();
    }

    synchronized void failed() {
        failed++;
    }

    /** Records a scheduled backup that failed. */
    synchronized void missed(Instant at, String reason) {
        failures = Optional.of(failures.map(before -> new FailedBackups(before.since(), before.failures() + 1, reason))
                .orElseGet(() -> new FailedBackups(at, 1, reason)));
    }

    /**
     * @param schedule empty if there is none
     * @param since start of the schedule if there is no backup
     */
    synchronized BackupStatus status(Optional<CronExpression> schedule, Instant since, Instant now) {
        Duration late =
                schedule.map(cron -> late(cron, newest.orElse(since), now)).orElse(Duration.ZERO);
        return new BackupStatus(made, failed, newest, late, failures);
    }

    private static Duration late(CronExpression cron, Instant newest, Instant now) {
        ZonedDateTime next = cron.next(newest.atZone(ZoneOffset.UTC));
        return next == null || next.toInstant().isAfter(now) ? Duration.ZERO : Duration.between(next.toInstant(), now);
    }
}
