package dev.sealpost.operational;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sealpost.application.ApplicationId;
import dev.sealpost.delivery.Attempted;
import dev.sealpost.delivery.BreakerListener;
import dev.sealpost.delivery.Delivery;
import dev.sealpost.delivery.DeliveryListener;
import dev.sealpost.delivery.DeliveryNews;
import dev.sealpost.delivery.OpenBreaker;
import dev.sealpost.endpoint.EndpointEvent;
import dev.sealpost.event.EventId;
import dev.sealpost.history.AttemptRecord;
import dev.sealpost.operational.Notice.Headline;
import dev.sealpost.operational.Notice.NoticeSubject;
import dev.sealpost.subscription.DestinationId;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.springframework.context.event.EventListener;

/**
 * Turns events about endpoints, deliveries and circuit breakers into notices that operators subscribed to. Called on the
 * threads that cause the events.
 */
final class OperationalEventListener implements DeliveryListener, BreakerListener {

    private static final BooleanSupplier ALWAYS = () -> true;

    private final int failingAttempt;
    private final Operators operators;
    private final PastAttempts past;
    private final Clock clock;
    private final Consumer<Notice> notices;

    /**
     * @param failingAttempt number of the failed attempt that is reported
     * @param notices receives notices without blocking
     */
    OperationalEventListener(
            int failingAttempt, Operators operators, PastAttempts past, Clock clock, Consumer<Notice> notices) {
        this.failingAttempt = failingAttempt;
        this.operators = operators;
        this.past = past;
        this.clock = clock;
        this.notices = notices;
    }

    @EventListener
    void onEndpointEvent(EndpointEvent event) {
        ObjectNode details = JsonNodeFactory.instance.objectNode();
        NoticeKind kind =
                switch (event) {
                    case EndpointEvent.Created created -> NoticeKind.ENDPOINT_CREATED;
                    case EndpointEvent.Updated updated -> NoticeKind.ENDPOINT_UPDATED;
                    case EndpointEvent.Deleted deleted -> NoticeKind.ENDPOINT_DELETED;
                    case EndpointEvent.Enabled enabled -> NoticeKind.ENDPOINT_ENABLED;
                    case EndpointEvent.Disabled disabled -> {
                        details.put("reason", disabled.reason().word());
                        yield NoticeKind.ENDPOINT_DISABLED;
                    }
                    case EndpointEvent.FailingWarning warning -> {
                        details.put("failSince", text(warning.failingSince()))
                                .put("disableAt", text(warning.disableAt()));
                        yield NoticeKind.ENDPOINT_FAILING;
                    }
                };
        if (isWanted(kind, event.application())) {
            notices.accept(new Notice(
                    headline(kind),
                    new NoticeSubject(Optional.of(event.application()), DestinationId.of(event.endpoint())),
                    details,
                    ALWAYS));
        }
    }

    @Override
    public void opened(OpenBreaker breaker) {
        DestinationId destination = breaker.destination();
        Optional<ApplicationId> owner = operators.owner(destination);
        // A route must not receive the notice of its own breaker, on which it would fail again.
        if (owner.filter(operators::isTheirs).isPresent()
                || operators.awaiting(NoticeKind.BREAKER_OPENED).isEmpty()
                || operators.awaiting(NoticeKind.BREAKER_OPENED).contains(destination)) {
            return;
        }
        ObjectNode details = JsonNodeFactory.instance
                .objectNode()
                .put("since", text(breaker.since()))
                .put("until", text(breaker.until()));
        notices.accept(new Notice(
                headline(NoticeKind.BREAKER_OPENED), new NoticeSubject(owner, destination), details, ALWAYS));
    }

    @Override
    public void closed(OpenBreaker breaker) {
        // Recovered deliveries are reported instead.
    }

    @Override
    public void recorded(DeliveryNews news) {
        Delivery delivery = news.delivery();
        switch (news) {
            case DeliveryNews.Failed failed -> {
                if (delivery.attemptKey().number() == failingAttempt) {
                    addNotice(
                            NoticeKind.ATTEMPT_FAILING,
                            delivery,
                            Optional.of(failed.attempted()),
                            Optional.empty(),
                            ALWAYS);
                }
            }
            case DeliveryNews.Exhausted exhausted ->
                addNotice(
                        NoticeKind.ATTEMPT_EXHAUSTED,
                        delivery,
                        exhausted.attempted(),
                        Optional.of(exhausted.reason()),
                        ALWAYS);
            case DeliveryNews.Succeeded succeeded ->
                recovered(delivery)
                        .ifPresent(holds -> addNotice(
                                NoticeKind.ATTEMPT_RECOVERED,
                                delivery,
                                Optional.of(succeeded.attempted()),
                                Optional.empty(),
                                holds));
        }
    }

    /** Returns the condition under which a success is a recovery; empty when no failure was reported. */
    private Optional<BooleanSupplier> recovered(Delivery delivery) {
        if (delivery.attemptKey().number() > failingAttempt) {
            return Optional.of(ALWAYS);
        }
        int cycle = delivery.attemptKey().cycle();
        return cycle > 1 ? Optional.of(() -> past.hadFailedBefore(delivery.key(), cycle)) : Optional.empty();
    }

    private void addNotice(
            NoticeKind kind,
            Delivery delivery,
            Optional<Attempted> attempted,
            Optional<String> reason,
            BooleanSupplier holds) {
        if (!isWanted(kind, delivery.event().application())) {
            return;
        }
        Instant time = attempted.map(Attempted::startedAt).orElseGet(clock::instant);
        ObjectNode details = JsonNodeFactory.instance
                .objectNode()
                .put("msgId", delivery.event().id().value());
        delivery.event().labels().uid().ifPresent(uid -> details.put("msgEventId", uid));
        attempted.ifPresent(attempt -> details.set("lastAttempt", attempt(delivery, attempt)));
        reason.ifPresent(text -> details.put("reason", text));
        EventId id = EventId.derivedAt(
                time,
                "operational",
                kind.type().name(),
                delivery.event().id().value(),
                delivery.destination().value(),
                Integer.toString(delivery.attemptKey().cycle()),
                Integer.toString(delivery.attemptKey().number()));
        notices.accept(new Notice(
                new Headline(id, kind, clock.instant().truncatedTo(ChronoUnit.MILLIS)),
                new NoticeSubject(Optional.of(delivery.event().application()), delivery.destination()),
                details,
                holds));
    }

    private static ObjectNode attempt(Delivery delivery, Attempted attempted) {
        return JsonNodeFactory.instance
                .objectNode()
                .put(
                        "id",
                        AttemptRecord.id(
                                delivery.key(),
                                delivery.attemptKey().cycle(),
                                delivery.attemptKey().number()))
                .put("timestamp", text(attempted.startedAt()))
                .put("responseStatusCode", attempted.answer().status().orElse(0))
                .put("outcome", attempted.outcome().word())
                .put("attemptNumber", delivery.attemptKey().number())
                .put("cycle", delivery.attemptKey().cycle());
    }

    private boolean isWanted(NoticeKind kind, ApplicationId application) {
        return !operators.isTheirs(application) && !operators.awaiting(kind).isEmpty();
    }

    private Headline headline(NoticeKind kind) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        return new Headline(EventId.at(now), kind, now);
    }

    private static String text(Instant time) {
        return time.truncatedTo(ChronoUnit.MILLIS).toString();
    }
}
