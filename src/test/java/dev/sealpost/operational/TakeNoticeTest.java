package dev.sealpost.operational;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.application.ApplicationId;
import dev.sealpost.delivery.AttemptOutcome;
import dev.sealpost.delivery.Attempted;
import dev.sealpost.delivery.Attempted.Answer;
import dev.sealpost.delivery.Delivery;
import dev.sealpost.delivery.Delivery.AttemptKey;
import dev.sealpost.delivery.DeliveryNews;
import dev.sealpost.delivery.NextStep;
import dev.sealpost.delivery.OpenBreaker;
import dev.sealpost.delivery.Trigger;
import dev.sealpost.endpoint.DisableReason;
import dev.sealpost.endpoint.EndpointEvent;
import dev.sealpost.endpoint.EndpointId;
import dev.sealpost.event.Content;
import dev.sealpost.event.Event;
import dev.sealpost.event.EventId;
import dev.sealpost.event.EventType;
import dev.sealpost.event.Labels;
import dev.sealpost.subscription.DestinationId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which of all that happens operators are told of. */
class TakeNoticeTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678901Z");
    private static final ApplicationId SHOP = new ApplicationId("app_shop");
    private static final ApplicationId THEIRS = new ApplicationId("app_operators");
    private static final EndpointId ENDPOINT = new EndpointId("ep_1");
    private static final DestinationId ROUTE = DestinationId.ofRoute("orders");

    private final FakeOperators operators = new FakeOperators();
    private final List<Notice> told = new ArrayList<>();
    private boolean hadFailed = true;
    private final OperationalEventListener take = new OperationalEventListener(
            4, operators, (key, cycle) -> hadFailed, Clock.fixed(NOW, ZoneOffset.UTC), told::add);

    private static final class FakeOperators implements Operators {

        private List<DestinationId> awaiting = List.of(new DestinationId("ep_operator"));
        private ApplicationId owner = SHOP;

        @Override
        public boolean isTheirs(ApplicationId application) {
            return application.equals(THEIRS);
        }

        @Override
        public List<DestinationId> awaiting(NoticeKind kind) {
            return awaiting;
        }

        @Override
        public Optional<ApplicationId> owner(DestinationId destination) {
            return destination.isRoute() ? Optional.empty() : Optional.of(owner);
        }
    }

    private static Delivery delivery(ApplicationId application, int cycle, int number) {
        return new Delivery(
                new Event(
                        new EventId("event-1"),
                        application,
                        NOW,
                        new Labels(new EventType("order.created"), Optional.of("mine"), List.of(), List.of()),
                        Content.json(new byte[0])),
                DestinationId.of(ENDPOINT),
                new AttemptKey(cycle, number, Trigger.SCHEDULED));
    }

    private static Attempted attempted(AttemptOutcome outcome, NextStep next) {
        return new Attempted(outcome, next, new Answer(Optional.of(500), "secret"), NOW, Duration.ofMillis(7));
    }

    private static DeliveryNews failed(int number) {
        return new DeliveryNews.Failed(
                delivery(SHOP, 1, number), attempted(new AttemptOutcome.Rejected(500), new NextStep.RetryAt(NOW)));
    }

    private static DeliveryNews exhausted(ApplicationId application) {
        return new DeliveryNews.Exhausted(
                delivery(application, 1, 8),
                Optional.of(attempted(new AttemptOutcome.Rejected(500), new NextStep.Exhaust("tried 8 times"))),
                "tried 8 times");
    }

    private static DeliveryNews succeeded(int cycle, int number) {
        return new DeliveryNews.Succeeded(
                delivery(SHOP, cycle, number), attempted(new AttemptOutcome.Succeeded(), new NextStep.Settle()));
    }

    private List<String> types() {
        return told.stream()
                .map(notice -> notice.headline().kind().type().name())
                .toList();
    }

    @Test
    void tellsOfEachThingThatHappensToAnEndpoint() {
        take.onEndpointEvent(new EndpointEvent.Created(ENDPOINT, SHOP));
        take.onEndpointEvent(new EndpointEvent.Updated(ENDPOINT, SHOP));
        take.onEndpointEvent(new EndpointEvent.Deleted(ENDPOINT, SHOP));
        take.onEndpointEvent(new EndpointEvent.Enabled(ENDPOINT, SHOP));
        take.onEndpointEvent(new EndpointEvent.Disabled(ENDPOINT, SHOP, DisableReason.FAILING));
        take.onEndpointEvent(new EndpointEvent.FailingWarning(ENDPOINT, SHOP, NOW, NOW.plusSeconds(60)));

        assertThat(types())
                .containsExactly(
                        "endpoint.created",
                        "endpoint.updated",
                        "endpoint.deleted",
                        "endpoint.enabled",
                        "endpoint.disabled",
                        "endpoint.failing");
        assertThat(told.get(4).details()).hasToString("{\"reason\":\"failing\"}");
        assertThat(told.get(5).details())
                .hasToString("{\"failSince\":\"2026-01-02T03:04:05.678Z\",\"disableAt\":\"2026-01-02T03:05:05.678Z\"}");
        assertThat(told.getFirst().subject())
                .isEqualTo(new Notice.NoticeSubject(Optional.of(SHOP), DestinationId.of(ENDPOINT)));
    }

    @Test
    void tellsOfTheFourthFailureOnly() {
        for (int number = 1; number <= 6; number++) {
            take.recorded(failed(number));
        }

        assertThat(types()).containsExactly("message.attempt.failing");
        assertThat(told.getFirst().details().at("/lastAttempt/attemptNumber").asInt())
                .isEqualTo(4);
    }

    @Test
    void tellsOfADeadLetterWithoutWhatTheReceiverSaid() {
        take.recorded(exhausted(SHOP));

        assertThat(types()).containsExactly("message.attempt.exhausted");
        assertThat(told.getFirst().details().at("/msgId").asText()).isEqualTo("event-1");
        assertThat(told.getFirst().details().at("/msgEventId").asText()).isEqualTo("mine");
        assertThat(told.getFirst().details().at("/reason").asText()).isEqualTo("tried 8 times");
        assertThat(told.getFirst()
                        .details()
                        .at("/lastAttempt/responseStatusCode")
                        .asInt())
                .isEqualTo(500);
        assertThat(told.getFirst().details().at("/lastAttempt/id").asText()).startsWith("atmpt_");
        assertThat(told.getFirst().details().toString()).doesNotContain("secret");
    }

    @Test
    void givesTheSameDeadLetterTheSameEvent() {
        take.recorded(exhausted(SHOP));
        take.recorded(exhausted(SHOP));

        assertThat(told.getFirst().headline().id())
                .isEqualTo(told.getLast().headline().id());
    }

    @Test
    void tellsOfARecoveryWhereTheFailureWasTold() {
        take.recorded(succeeded(1, 4));
        take.recorded(succeeded(1, 5));

        assertThat(types()).containsExactly("message.attempt.recovered");
        assertThat(told.getFirst().holds().getAsBoolean()).isTrue();
        assertThat(told.getFirst().details().at("/lastAttempt/attemptNumber").asInt())
                .isEqualTo(5);
    }

    @Test
    void looksBackWhenADeliveryWasSentAgain() {
        take.recorded(succeeded(2, 1));
        boolean afterAFailure = told.getFirst().holds().getAsBoolean();
        hadFailed = false;

        assertThat(types()).containsExactly("message.attempt.recovered");
        assertThat(afterAFailure).isTrue();
        assertThat(told.getFirst().holds().getAsBoolean()).isFalse();
    }

    @Test
    void tellsOfAnOpenBreaker() {
        take.opened(new OpenBreaker(DestinationId.of(ENDPOINT), NOW, NOW.plusSeconds(60)));
        take.opened(new OpenBreaker(ROUTE, NOW, NOW.plusSeconds(60)));

        assertThat(types()).containsExactly("endpoint.breaker.opened", "endpoint.breaker.opened");
        assertThat(told.getFirst().subject())
                .isEqualTo(new Notice.NoticeSubject(Optional.of(SHOP), DestinationId.of(ENDPOINT)));
        assertThat(told.getLast().subject()).isEqualTo(new Notice.NoticeSubject(Optional.empty(), ROUTE));
    }

    @Test
    void tellsNothingOfTheOperatorsOwnEndpoints() {
        operators.owner = THEIRS;

        take.onEndpointEvent(new EndpointEvent.Created(ENDPOINT, THEIRS));
        take.recorded(exhausted(THEIRS));
        take.opened(new OpenBreaker(DestinationId.of(ENDPOINT), NOW, NOW.plusSeconds(60)));

        assertThat(told).isEmpty();
    }

    @Test
    void doesNotTellARouteOfItsOwnBreaker() {
        operators.awaiting = List.of(ROUTE, new DestinationId("ep_operator"));

        take.opened(new OpenBreaker(ROUTE, NOW, NOW.plusSeconds(60)));

        assertThat(told).isEmpty();
    }

    @Test
    void tellsNobodyWhereNobodyWantsIt() {
        operators.awaiting = List.of();

        take.onEndpointEvent(new EndpointEvent.Created(ENDPOINT, SHOP));
        take.recorded(exhausted(SHOP));
        take.opened(new OpenBreaker(ROUTE, NOW, NOW.plusSeconds(60)));

        assertThat(told).isEmpty();
    }
}
