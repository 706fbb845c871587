package dev.sealpost.backup;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.support.CronExpression;
import org.springframework.stereotype.Component;

/** Makes backups when {@code sealpost.backup.cron} says so. */
@Component
class BackupSchedule implements SmartLifecycle, BackupWatch {

    private static final Logger LOG = LoggerFactory.getLogger(BackupSchedule.class);

    private final BackupSettings settings;
    private final BackUp backUp;
    private final Clock clock;
    private final Instant since;
    private @Nullable ScheduledThreadPoolExecutor thread;

    BackupSchedule(BackupSettings settings, BackUp backUp, Clock clock) {
        this.settings = settings;
        this.backUp = backUp;
        this.clock = clock;
        this.since = clock.instant();
    }

    @Override
    public BackupStanding standing() {
        return backUp.record().standing(settings.schedule(), since, clock.instant());
    }

    /**
     * Begins to wait for the first time of the schedule, where there is one.
     *
     * @throws BackupRefusedException when there is a schedule, and nothing that could be backed up
     */
    @Override
    public synchronized void start() {
        findNewest();
        settings.schedule().ifPresent(cron -> {
            backUp.requireEmbedded();
            ScheduledThreadPoolExecutor started = new ScheduledThreadPoolExecutor(
                    1,
                    work -> Thread.ofPlatform()
                            .name("sealpost-backup-schedule")
                            .daemon()
                            .unstarted(work));
            thread = started;
            next(started, cron);
        });
    }

    private void findNewest() {
        try {
            backUp.list().stream()
                    .findFirst()
                    .ifPresent(newest -> backUp.record().found(newest.manifest().finishedAt()));
        } catch (IOException e) {
            LOG.warn("backup.not-listed reason={}", e.toString());
        }
    }

    private void next(ScheduledThreadPoolExecutor on, CronExpression cron) {
        ZonedDateTime now = clock.instant().atZone(ZoneOffset.UTC);
        ZonedDateTime next = cron.next(now);
        if (next != null && !on.isShutdown()) {
            on.schedule(
                    () -> {
                        make();
                        next(on, cron);
                    },
                    // Not a part of a millisecond before its time, or it would come twice.
                    Duration.between(now, next).toMillis() + 1,
                    TimeUnit.MILLISECONDS);
        }
    }

    /** Makes one, and remembers when it could not. */
    void make() {
        Instant begun = clock.instant();
        try {
            backUp.make();
        } catch (IOException | RuntimeException e) {
            LOG.error("backup.not-made reason={}", e.getMessage());
            backUp.record().missed(begun, String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public synchronized void stop() {
        if (thread != null) {
            thread.shutdownNow();
            thread = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return thread != null;
    }
}
