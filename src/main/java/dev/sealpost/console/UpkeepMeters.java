package dev.sealpost.console;

import dev.sealpost.backup.BackupStanding;
import dev.sealpost.backup.BackupWatch;
import dev.sealpost.delivery.LedgerFindings;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.function.ToDoubleFunction;
import org.springframework.stereotype.Component;

/** What looks after the data of the node: its backups, and the reconciler. */
@Component
class UpkeepMeters implements MeterBinder {

    private final BackupWatch watch;
    private final LedgerFindings findings;

    UpkeepMeters(BackupWatch watch, LedgerFindings findings) {
        this.watch = watch;
        this.findings = findings;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("sealpost.ledger.findings", findings, LedgerFindings::count)
                .description("Findings of the reconciler that nobody has looked into, of all nodes")
                .register(registry);
        counter(registry, "made", BackupStanding::made);
        counter(registry, "failed", BackupStanding::failed);
        Gauge.builder(
                        "sealpost.backup.missing",
                        watch,
                        of -> of.standing().late().toSeconds())
                .description("For how long a scheduled backup has been missing")
                .baseUnit("seconds")
                .register(registry);
    }

    private void counter(MeterRegistry registry, String result, ToDoubleFunction<BackupStanding> read) {
        FunctionCounter.builder("sealpost.backups", watch, of -> read.applyAsDouble(of.standing()))
                .description("Backups of this node")
                .tag("result", result)
                .register(registry);
    }
}
