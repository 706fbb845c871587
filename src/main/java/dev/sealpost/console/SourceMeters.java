package dev.sealpost.console;

import dev.sealpost.signature.VerificationFailure;
import dev.sealpost.source.webhook.SourceCounts;
import dev.sealpost.source.webhook.SourceCounts.WebhookOutcome;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Locale;
import org.springframework.stereotype.Component;

/** Metrics of inbound webhooks, with a series for each configured source. */
@Component
class SourceMeters implements MeterBinder {

    private static final String SOURCE = "source";

    private final SourceCounts counts;

    SourceMeters(SourceCounts counts) {
        this.counts = counts;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        for (String source : counts.sources()) {
            for (WebhookOutcome result : WebhookOutcome.values()) {
                FunctionCounter.builder("sealpost.webhooks.received", counts, its -> its.count(source, result))
                        .description("Verified inbound webhooks")
                        .tag(SOURCE, source)
                        .tag("result", result.name().toLowerCase(Locale.ROOT))
                        .register(registry);
            }
            for (VerificationFailure failure : VerificationFailure.values()) {
                FunctionCounter.builder("sealpost.webhooks.refused", counts, its -> its.count(source, failure))
                        .description("Inbound webhooks that failed verification")
                        .tag(SOURCE, source)
                        .tag("reason", failure.toString())
                        .register(registry);
            }
        }
    }
}
