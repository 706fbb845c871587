package dev.sealpost.console;

import dev.sealpost.backup.BackupStatus;
import dev.sealpost.backup.BackupWatch;
import dev.sealpost.ledger.LedgerFindings;
import dev.sealpost.retention.Retention;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.function.ToDoubleFunction;
import org.springframework.stereotype.Component;

/** Metrics of maintenance: backups, the reconciler and retention. */
@Component
class UpkeepMeters implements MeterBinder {

    private final BackupWatch watch;
    private final LedgerFindings findings;
    private final Retention retention;

    UpkeepMeters(BackupWatch watch, LedgerFindings findings, Retention retention) {
        this.watch = watch;
        this.findings = findings;
        this.retention = retention;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("sealpost.ledger.findings", findings, LedgerFindings::count)
                .description("Open findings of the reconciler, of all nodes")
                .register(registry);
        Gauge.builder("sealpost.retention.late", retention, of -> of.late().toSeconds())
                .description("Delay of the removal of expired data, of all nodes")
                .baseUnit("seconds")
                .register(registry);
        counter(registry, "made", BackupStatus::made);
        counter(registry, "failed", BackupStatus::failed);
        Gauge.builder("sealpost.backup.missing", watch, of -> of.status().late().toSeconds())
                .description("Delay of the next scheduled backup")
                .baseUnit("seconds")
                .register(registry);
    }

    private void counter(MeterRegistry registry, String result, ToDoubleFunction<BackupStatus> read) {
        FunctionCounter.builder("sealpost.backups", watch, of -> read.applyAsDouble(of.status()))
                .description("Backups of this node")
                .tag("result", result)
                .register(registry);
    }
}
