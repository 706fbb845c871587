package dev.sealpost.route.event;

import dev.sealpost.attempt.Decide;
import dev.sealpost.delivery.AttemptOutcome;
import dev.sealpost.delivery.Attempted;
import dev.sealpost.delivery.Batching;
import dev.sealpost.delivery.Delivery;
import dev.sealpost.delivery.DeliveryBatch;
import dev.sealpost.delivery.Destination;
import dev.sealpost.delivery.NextStep;
import dev.sealpost.egress.OutboundCall;
import dev.sealpost.endpoint.DeliveryPolicy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.apache.camel.Exchange;

/** Route {@code from: event:} as a destination: an attempt is one run of the whole route. */
final class RouteDestination implements Destination {

    private final EventConsumer consumer;
    private final DeliveryPolicy policy;
    private final Decide decide;
    private final Clock clock;

    RouteDestination(EventConsumer consumer, DeliveryPolicy policy, Decide decide, Clock clock) {
        this.consumer = consumer;
        this.policy = policy;
        this.decide = decide;
        this.clock = clock;
    }

    EventConsumer consumer() {
        return consumer;
    }

    @Override
    public Readiness readiness() {
        return consumer.isStarted() ? Readiness.READY : Readiness.ROUTE_UNAVAILABLE;
    }

    @Override
    public Duration deadline() {
        return consumer.options().deadlineOrDefault();
    }

    @Override
    public DeliveryPolicy policy() {
        return policy;
    }

    @Override
    public Optional<Batching> batching() {
        return consumer.options().batching();
    }

    @Override
    public Attempted attempt(Delivery delivery) {
        return attempt(
                new ConsumedEvent(delivery.event(), consumer.getRouteId()),
                delivery.attemptKey().number(),
                startedAt -> Decide.Tried.of(delivery, startedAt));
    }

    @Override
    public Attempted attempt(DeliveryBatch batch) {
        return attempt(
                ConsumedEvent.of(batch, consumer.getRouteId()),
                batch.key().attempt(),
                startedAt -> Decide.Tried.of(batch, startedAt));
    }

    private Attempted attempt(ConsumedEvent consumed, int number, Function<Instant, Decide.Tried> tried) {
        if (readiness() != Readiness.READY) {
            throw new IllegalStateException("The route " + consumer.getRouteId() + " is not started.");
        }
        Instant startedAt = clock.instant();
        Exchange exchange = consumer.createExchange(false);
        try (OutboundCall call = OutboundCall.open(deadline())) {
            consumed.enter(exchange, number);
            new RunTrail().enter(exchange);
            run(exchange);
            AttemptOutcome outcome = RouteOutcome.of(exchange, call.expired());
            Instant endedAt = clock.instant();
            return new Attempted(
                    outcome,
                    withoutEndpoint(decide.decide(outcome, tried.apply(startedAt), policy, endedAt)),
                    RouteOutcome.answer(outcome, exchange),
                    startedAt,
                    Duration.between(startedAt, endedAt));
        } finally {
            consumer.releaseExchange(exchange, false);
        }
    }

    private void run(Exchange exchange) {
        try {
            consumer.getProcessor().process(exchange);
        } catch (Exception e) {
            exchange.setException(e);
        }
    }

    /** Replaces disabling by a dead letter: a route has no endpoint to disable. */
    private static NextStep withoutEndpoint(NextStep next) {
        return next instanceof NextStep.DisableEndpoint ? new NextStep.Exhaust("gone") : next;
    }
}
