package dev.sealpost.console;

import dev.sealpost.route.camel.LostTriggers;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.stereotype.Component;

/** Metrics of lost triggers of routes; log and alert name the trigger. */
@Component
class TriggerMeters implements MeterBinder {

    private final LostTriggers lost;

    TriggerMeters(LostTriggers lost) {
        this.lost = lost;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        FunctionCounter.builder("sealpost.triggers.lost", lost, LostTriggers::count)
                .description("Scheduled times that produced no event")
                .register(registry);
    }
}
