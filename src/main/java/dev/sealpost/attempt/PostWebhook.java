package dev.sealpost.attempt;

import dev.sealpost.delivery.AttemptOutcome;
import dev.sealpost.delivery.Attempted;
import dev.sealpost.delivery.Delivery;
import dev.sealpost.egress.OutboundCall;
import dev.sealpost.egress.OutboundUrl;
import dev.sealpost.endpoint.Endpoint;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Makes one attempt of a webhook: signs and posts the event, classifies the outcome, and decides what follows. */
final class PostWebhook {

    private final WebhookRoute route;
    private final Decide decide;
    private final Duration deadline;
    private final Clock clock;

    PostWebhook(WebhookRoute route, Decide decide, Duration deadline, Clock clock) {
        this.route = route;
        this.decide = decide;
        this.deadline = deadline;
        this.clock = clock;
    }

    boolean isReady() {
        return route.isStarted();
    }

    Duration deadline() {
        return deadline;
    }

    Attempted post(Delivery delivery, Endpoint to) {
        Instant startedAt = clock.instant();
        long start = System.nanoTime();
        WebhookRoute.Returned returned;
        boolean expired;
        Optional<OutboundUrl> url;
        try (OutboundCall call = OutboundCall.open(deadline)) {
            call.aimAt(to.receiver().url());
            returned = route.run(delivery, to);
            if (returned.mayBeAuthorizedAnew()) {
                call.aimAt(to.receiver().url());
                returned = route.run(delivery, to);
            }
            expired = call.expired();
            url = call.url();
        }
        Duration duration = Duration.ofNanos(System.nanoTime() - start);
        Instant now = clock.instant();
        AttemptOutcome outcome = outcome(returned, expired, now);
        return new Attempted(
                outcome,
                decide.decide(
                        outcome,
                        Decide.Tried.of(delivery, startedAt),
                        to.profile().policy().effective(),
                        now),
                returned.answer(),
                startedAt,
                duration,
                to.receiver().transformation().isActive()
                        ? url.map(OutboundUrl::value)
                        : Optional.of(to.receiver().url().value()));
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
        if (returned.canceled()) {
            return new AttemptOutcome.Succeeded();
        }
        int status = returned.answer()
                .status()
                .orElseThrow(() -> new IllegalStateException(
                        "The route webhook-delivery made no HTTP call; its file lacks the step that does"));
        return Classify.answer(status, returned.retryAfter(), returned.location(), now);
    }
}
