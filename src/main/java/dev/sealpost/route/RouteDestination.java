package dev.sealpost.route;

import dev.sealpost.attempt.Decide;
import dev.sealpost.delivery.AttemptOutcome;
import dev.sealpost.delivery.Attempted;
import dev.sealpost.delivery.Delivery;
import dev.sealpost.delivery.Destination;
import dev.sealpost.delivery.NextStep;
import dev.sealpost.egress.OutboundCall;
import dev.sealpost.endpoint.DeliveryPolicy;
import dev.sealpost.event.Event;
import dev.sealpost.event.TraceContext;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** A route that starts {@code from: event:}, as the dispatcher sees it: an attempt is one run of the whole route. */
final class RouteDestination implements Destination {

    private static final DateTimeFormatter TO_THE_MILLISECOND =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

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
    public Attempted attempt(Delivery delivery) {
        if (readiness() != Readiness.READY) {
            throw new IllegalStateException("The route " + consumer.getRouteId() + " is not started.");
        }
        Instant startedAt = clock.instant();
        Exchange exchange = consumer.createExchange(false);
        try (OutboundCall call = OutboundCall.open(deadline())) {
            fill(exchange, delivery);
            run(exchange);
            AttemptOutcome outcome = RouteOutcome.of(exchange, call.expired());
            Instant endedAt = clock.instant();
            return new Attempted(
                    outcome,
                    withoutEndpoint(decide.decide(outcome, Decide.Tried.of(delivery, startedAt), policy, endedAt)),
                    RouteOutcome.answer(outcome, exchange),
                    startedAt,
                    Duration.between(startedAt, endedAt));
        } finally {
            consumer.releaseExchange(exchange, false);
        }
    }

    private void fill(Exchange exchange, Delivery delivery) {
        Event event = delivery.event();
        new ConsumedEvent(event, consumer.getRouteId()).enter(exchange);
        new RunTrail().enter(exchange);
        Message message = exchange.getIn();
        // A copy: a step that writes into its body must not change what other destinations get.
        message.setBody(event.payload().bytes().clone());
        message.setHeader(EventHeaders.EVENT_ID, event.id().value());
        message.setHeader(EventHeaders.EVENT_TYPE, event.type().name());
        message.setHeader(EventHeaders.APPLICATION, event.application().value());
        message.setHeader(EventHeaders.ATTEMPT, delivery.turn().number());
        message.setHeader(EventHeaders.TIMESTAMP, TO_THE_MILLISECOND.format(event.time()));
        message.setHeader(Exchange.CONTENT_TYPE, event.content().type());
        event.content().trace().ifPresent(trace -> {
            message.setHeader(TraceContext.PARENT, trace.newParent());
            trace.state().ifPresent(state -> message.setHeader(TraceContext.STATE, state));
        });
    }

    private void run(Exchange exchange) {
        try {
            consumer.getProcessor().process(exchange);
        } catch (Exception e) {
            exchange.setException(e);
        }
    }

    /** A receiver that is gone disables its endpoint; a route has none, and its operator decides. */
    private static NextStep withoutEndpoint(NextStep next) {
        return next instanceof NextStep.DisableEndpoint ? new NextStep.Exhaust("gone") : next;
    }
}
