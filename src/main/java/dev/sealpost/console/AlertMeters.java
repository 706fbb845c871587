package dev.sealpost.console;

import dev.sealpost.alert.WatchRules;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.stereotype.Component;

/** Gauges of firing alerts. */
@Component
class AlertMeters implements MeterBinder {

    private final WatchRules rules;

    AlertMeters(WatchRules rules) {
        this.rules = rules;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        for (String alert : rules.firing().keySet()) {
            Gauge.builder(
                            "sealpost.alert.firing",
                            rules,
                            watched -> watched.firing().getOrDefault(alert, false) ? 1 : 0)
                    .description("1 while an alert fires")
                    .tag("alert", alert)
                    .register(registry);
        }
    }
}
