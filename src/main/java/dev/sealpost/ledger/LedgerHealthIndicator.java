package dev.sealpost.ledger;

import java.time.Instant;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.stereotype.Component;

/** Reports findings and check times. Always UP, because a node with findings still delivers everything else. */
@Component
public final class LedgerHealthIndicator implements HealthIndicator {

    private final Reconciler reconciler;
    private final RetentionStatus retention;
    private final LedgerFindings findings;

    public LedgerHealthIndicator(Reconciler reconciler, RetentionStatus retention, LedgerFindings findings) {
        this.reconciler = reconciler;
        this.retention = retention;
        this.findings = findings;
    }

    @Override
    public Health health() {
        Reconciler.Checked checked = reconciler.last();
        Health.Builder health = Health.up()
                .withDetail("checkedAt", checked.at().map(Instant::toString).orElse("not yet"))
                .withDetail(
                        "checkedUntil", checked.until().map(Instant::toString).orElse("not known"))
                .withDetail(
                        "cleanedAt",
                        retention.cleanedAt().map(Instant::toString).orElse("not yet"));
        try {
            return health.withDetail("findings", findings.count())
                    .withDetail("cleanUpLate", retention.late().toString())
                    .build();
        } catch (RuntimeException e) {
            return health.withDetail("findings", "not known").build();
        }
    }
}
