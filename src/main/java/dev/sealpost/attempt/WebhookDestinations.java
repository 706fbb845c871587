package dev.sealpost.attempt;

import dev.sealpost.delivery.AttemptOutcome;
import dev.sealpost.delivery.Attempted;
import dev.sealpost.delivery.Delivery;
import dev.sealpost.delivery.Destination;
import dev.sealpost.delivery.Destinations;
import dev.sealpost.egress.OutboundCall;
import dev.sealpost.endpoint.DeliveryPolicy;
import dev.sealpost.endpoint.Endpoint;
import dev.sealpost.endpoint.EndpointDirectory;
import dev.sealpost.endpoint.EndpointId;
import dev.sealpost.endpoint.RetrySchedule;
import dev.sealpost.subscription.DestinationId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Endpoints as destinations: an attempt signs the event and posts it. */
@Component
class WebhookDestinations implements Destinations {

    private final EndpointDirectory endpoints;
    private final WebhookRoute route;
    private final Decide decide;
    private final AttemptSettings settings;
    private final Clock clock;
    private final DeliveryPolicy policy;

    WebhookDestinations(
            EndpointDirectory endpoints, WebhookRoute route, Decide decide, AttemptSettings settings, Clock clock) {
        this.endpoints = endpoints;
        this.route = route;
        this.decide = decide;
        this.settings = settings;
        this.clock = clock;
        this.policy = DeliveryPolicy.plain(
                new RetrySchedule(settings.retrySchedule(), settings.jitter()), settings.concurrency());
    }

    @Override
    public Optional<Destination> find(DestinationId id) {
        return id.isRoute()
                ? Optional.empty()
                : Optional.of(new WebhookDestination(endpoints.find(new EndpointId(id.value()))));
    }

    private final class WebhookDestination implements Destination {

        private final Optional<Endpoint> endpoint;

        WebhookDestination(Optional<Endpoint> endpoint) {
            this.endpoint = endpoint;
        }

        @Override
        public Readiness readiness() {
            if (endpoint.isEmpty()) {
                return Readiness.GONE;
            }
            if (endpoint.get().disabled()) {
                return Readiness.DISABLED;
            }
            if (endpoint.get().receiver().secret().isEmpty()) {
                return Readiness.SECRET_UNREADABLE;
            }
            return route.isStarted() ? Readiness.READY : Readiness.ROUTE_UNAVAILABLE;
        }

        @Override
        public Duration deadline() {
            return settings.deadline();
        }

        @Override
        public DeliveryPolicy policy() {
            return policy;
        }

        @Override
        public Attempted attempt(Delivery delivery) {
            Endpoint to = endpoint.orElseThrow(() -> new IllegalStateException("the endpoint was deleted"));
            Instant startedAt = clock.instant();
            long start = System.nanoTime();
            WebhookRoute.Returned returned;
            boolean expired;
            try (OutboundCall call = OutboundCall.open(settings.deadline())) {
                returned = route.run(delivery, to);
                expired = call.expired();
            }
            Duration duration = Duration.ofNanos(System.nanoTime() - start);
            Instant now = clock.instant();
            AttemptOutcome outcome = outcome(returned, expired, now);
            return new Attempted(
                    outcome,
                    decide.decide(outcome, delivery.turn().number(), now),
                    returned.answer(),
                    startedAt,
                    duration);
        }
    }

    private static AttemptOutcome outcome(WebhookRoute.Returned returned, boolean expired, Instant now) {
        if (returned.failure().isPresent()) {
            Exception failure = returned.failure().get();
            return expired
                    ? new AttemptOutcome.TimedOut()
                    : Classify.failure(failure)
                            .orElseThrow(() -> new IllegalStateException(
                                    "The route webhook-delivery failed: " + failure, failure));
        }
        int status = returned.answer()
                .status()
                .orElseThrow(() -> new IllegalStateException(
                        "The route webhook-delivery made no HTTP call; its file lacks the step that does"));
        return Classify.answer(status, returned.retryAfter(), now);
    }
}
