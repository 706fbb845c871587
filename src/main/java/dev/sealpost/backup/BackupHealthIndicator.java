package dev.sealpost.backup;

import java.time.Instant;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.stereotype.Component;

/** Never red: a node without a new backup is still the one to take events. Says when the newest was made, and what went wrong. */
@Component
final class BackupHealthIndicator implements HealthIndicator {

    private final BackupWatch watch;

    BackupHealthIndicator(BackupWatch watch) {
        this.watch = watch;
    }

    @Override
    public Health health() {
        BackupStatus standing = watch.standing();
        Health.Builder health = Health.up()
                .withDetail("newest", standing.newest().map(Instant::toString).orElse("none"));
        if (standing.late().isPositive()) {
            health.withDetail("missing", standing.late().toSeconds() + " s");
        }
        standing.trouble()
                .ifPresent(trouble -> health.withDetail(
                        "trouble",
                        "not made since " + trouble.since() + ", " + trouble.failures() + " times: "
                                + trouble.reason()));
        return health.build();
    }
}
