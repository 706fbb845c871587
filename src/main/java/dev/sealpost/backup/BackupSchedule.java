package dev.sealpost.backup;

import dev.sealpost.node.Background;
import dev.sealpost.node.BackgroundWork;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.support.CronExpression;
import org.springframework.stereotype.Component;

/** Makes backups on the schedule of {@code sealpost.backup.cron}. */
@Component
class BackupSchedule implements SmartLifecycle, BackupWatch {

    private static final Logger LOG = LoggerFactory.getLogger(BackupSchedule.class);

    private static final Duration POLL_INTERVAL = Duration.ofMillis(200);

    private final BackupSettings settings;
    private final BackUp backUp;
    private final Clock clock;
    private final Instant since;
    private final Background background;
    private @Nullable BackgroundWork work;
    private volatile Instant next = Instant.MAX;

    BackupSchedule(BackupSettings settings, BackUp backUp, Clock clock, Background background) {
        this.background = background;
        this.settings = settings;
        this.backUp = backUp;
        this.clock = clock;
        this.since = clock.instant();
    }

    @Override
    public BackupStatus status() {
        return backUp.record().status(settings.schedule(), since, clock.instant());
    }

    /**
     * Starts the schedule, if there is one.
     *
     * @throws BackupRefusedException when there is a schedule but broker or database are external
     */
    @Override
    public synchronized void start() {
        findNewest();
        settings.schedule().ifPresent(cron -> {
            backUp.requireEmbedded();
            next = next(cron);
            work = background.every("backup-schedule", POLL_INTERVAL, POLL_INTERVAL, () -> makeIfDue(cron));
        });
    }

    private void findNewest() {
        try {
            backUp.list().stream()
                    .findFirst()
                    .ifPresent(
                            newest -> backUp.record().existing(newest.manifest().finishedAt()));
        } catch (IOException e) {
            LOG.warn("backup.list-failed reason={}", e.toString());
        }
    }

    /**
     * @return {@link Instant#MAX} if the schedule has no next time
     */
    private Instant next(CronExpression cron) {
        ZonedDateTime time = cron.next(clock.instant().atZone(ZoneOffset.UTC));
        return time == null ? Instant.MAX : time.toInstant();
    }

    private void makeIfDue(CronExpression cron) {
        if (!clock.instant().isBefore(next)) {
            next = next(cron);
            make();
        }
    }

    /** Makes a backup, and records a failure. */
    void make() {
        Instant startedAt = clock.instant();
        try {
            backUp.make();
        } catch (IOException | RuntimeException e) {
            LOG.error("backup.scheduled-failed reason={}", e.getMessage());
            backUp.record().missed(startedAt, String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public synchronized void stop() {
        if (work != null) {
            work.close(Duration.ZERO);
            work = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return work != null;
    }
}
