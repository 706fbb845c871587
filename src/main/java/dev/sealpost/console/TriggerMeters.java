package dev.sealpost.console;

import dev.sealpost.route.camel.LostTriggers;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.stereotype.Component;

/** What should have started a route and is lost. Which one it was is in the log and in the alert. */
@Component
class TriggerMeters implements MeterBinder {

    private final LostTriggers lost;

    TriggerMeters(LostTriggers lost) {
        this.lost = lost;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        FunctionCounter.builder("sealpost.triggers.lost", lost, LostTriggers::count)
                .description("Times of schedules that became no event")
                .register(registry);
    }
}
