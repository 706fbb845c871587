package dev.sealpost.console;

import dev.sealpost.source.poll.OutboxMetrics;
import dev.sealpost.source.poll.Polls;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.function.ToDoubleFunction;
import org.springframework.stereotype.Component;

/** Metrics of all polls and outboxes of this node; health and log name a failing one. */
@Component
class PollMeters implements MeterBinder {

    private static final double MILLIS = 1_000.0;

    private final Polls polls;
    private final OutboxMetrics outboxes;

    PollMeters(Polls polls, OutboxMetrics outboxes) {
        this.polls = polls;
        this.outboxes = outboxes;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("sealpost.polls.failing", polls, Polls::failing)
                .description("Failing polls of this node")
                .register(registry);
        Gauge.builder("sealpost.polls.behind", polls, of -> of.behind().toMillis() / MILLIS)
                .description("Lag of the poll that is furthest behind")
                .baseUnit("seconds")
                .register(registry);
        rows(registry, "published", OutboxMetrics::published);
        rows(registry, "refused", OutboxMetrics::refused);
    }

    private void rows(MeterRegistry registry, String result, ToDoubleFunction<OutboxMetrics> read) {
        FunctionCounter.builder("sealpost.outbox.rows", outboxes, read)
                .description("Outbox rows that were published or refused")
                .tag("result", result)
                .register(registry);
    }
}
