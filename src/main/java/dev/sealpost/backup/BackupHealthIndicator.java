package dev.sealpost.backup;

import java.time.Instant;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.stereotype.Component;

/** Reports the newest backup and failures. Always up, since a node without a recent backup can still accept events. */
@Component
final class BackupHealthIndicator implements HealthIndicator {

    private final BackupWatch watch;

    BackupHealthIndicator(BackupWatch watch) {
        this.watch = watch;
    }

    @Override
    public Health health() {
        BackupStatus status = watch.status();
        Health.Builder health = Health.up()
                .withDetail("newest", status.newest().map(Instant::toString).orElse("none"));
        if (status.late().isPositive()) {
            health.withDetail("missing", status.late().toSeconds() + " s");
        }
        status.failures()
                .ifPresent(failed -> health.withDetail(
                        "trouble",
                        "failed since " + failed.since() + ", " + failed.failures() + " times: " + failed.reason()));
        return health.build();
    }
}
