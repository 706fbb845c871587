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

/** Makes backups when {@code sealpost.backup.cron} says so. */
@Component
class BackupSchedule implements SmartLifecycle, BackupWatch {

    private static final Logger LOG = LoggerFactory.getLogger(BackupSchedule.class);

    private static final Duration LOOK = Duration.ofMillis(200);

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
    public BackupStatus standing() {
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
            next = next(cron);
            work = background.every("backup-schedule", LOOK, LOOK, () -> look(cron));
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

    /** @return far away where the schedule has no next time */
    private Instant next(CronExpression cron) {
        ZonedDateTime time = cron.next(clock.instant().atZone(ZoneOffset.UTC));
        return time == null ? Instant.MAX : time.toInstant();
    }

    private void look(CronExpression cron) {
        if (!clock.instant().isBefore(next)) {
            next = next(cron);
            make();
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
