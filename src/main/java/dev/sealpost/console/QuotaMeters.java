package dev.sealpost.console;

import dev.sealpost.delivery.BacklogQuota;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.stereotype.Component;

/** Metrics of events refused because the backlog of their application is full. */
@Component
class QuotaMeters implements MeterBinder {

    private final BacklogQuota quota;

    QuotaMeters(BacklogQuota quota) {
        this.quota = quota;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        FunctionCounter.builder(SealpostMeters.REFUSED, quota, BacklogQuota::refused)
                .description(SealpostMeters.REFUSED_HELP)
                .tag("reason", "backlog")
                .register(registry);
    }
}
