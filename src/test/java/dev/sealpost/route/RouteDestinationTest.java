package dev.sealpost.route;

import static dev.sealpost.route.EventCamel.anEvent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealpost.delivery.AttemptOutcome;
import dev.sealpost.delivery.AttemptOutcome.Failed;
import dev.sealpost.delivery.AttemptOutcome.Gone;
import dev.sealpost.delivery.AttemptOutcome.Rejected;
import dev.sealpost.delivery.AttemptOutcome.Succeeded;
import dev.sealpost.delivery.AttemptOutcome.TimedOut;
import dev.sealpost.delivery.Attempted;
import dev.sealpost.delivery.Delivery;
import dev.sealpost.delivery.Destination;
import dev.sealpost.delivery.Destination.Readiness;
import dev.sealpost.delivery.NextStep;
import dev.sealpost.delivery.ReceiverFailure;
import dev.sealpost.delivery.Trigger;
import dev.sealpost.endpoint.DeliveryPolicy;
import dev.sealpost.endpoint.DeliveryPolicy.BreakerPolicy;
import dev.sealpost.endpoint.DeliveryPolicy.Load;
import dev.sealpost.endpoint.DeliveryPolicy.Ordering;
import dev.sealpost.endpoint.DeliveryPolicy.Throttle;
import dev.sealpost.endpoint.EndpointId;
import dev.sealpost.endpoint.RetrySchedule;
import dev.sealpost.event.Content;
import dev.sealpost.event.Event;
import dev.sealpost.event.EventId;
import dev.sealpost.event.EventTypePattern;
import dev.sealpost.event.IngestRefusedException;
import dev.sealpost.event.TraceContext;
import dev.sealpost.subscription.DestinationId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.Exchange;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.RouteDefinition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RouteDestinationTest {

    private final EventCamel app = new EventCamel();

    @AfterEach
    void stop() {
        app.close();
    }

    private interface Steps {
        void add(RouteDefinition route);
    }

    private void route(String uri, Steps steps) throws Exception {
        app.with(new RouteBuilder() {
            @Override
            public void configure() {
                steps.add(from(uri).routeId("r"));
            }
        });
    }

    private void routeThat(Processor step) throws Exception {
        route("event:order.*", route -> route.process(step).id("the-step"));
    }

    private AttemptOutcome outcome() {
        return app.attempt("r", anEvent("msg_1")).outcome();
    }

    @Test
    void givesTheRouteThePayloadAndItsLabels() throws Exception {
        List<Exchange> seen = new ArrayList<>();
        routeThat(exchange -> seen.add(exchange.copy()));
        Event event = anEvent("msg_1");

        app.destination("r")
                .attempt(new Delivery(event, DestinationId.ofRoute("r"), new Delivery.Turn(1, 3, Trigger.SCHEDULED)));

        assertThat(seen.getFirst().getMessage().getBody())
                .isEqualTo(event.payload().bytes());
        assertThat(seen.getFirst().getMessage().getHeaders())
                .containsEntry("SealpostEventId", "msg_1")
                .containsEntry("SealpostEventType", "order.created")
                .containsEntry("SealpostApplication", "app_acme")
                .containsEntry("SealpostAttempt", 3)
                .containsEntry("SealpostTimestamp", "2026-11-24T09:59:59.500Z")
                .containsEntry("Content-Type", "application/json");
    }

    @Test
    void isAStepOfTheTraceThatTheEventBelongsTo() throws Exception {
        List<Exchange> seen = new ArrayList<>();
        routeThat(exchange -> seen.add(exchange.copy()));
        Event plain = anEvent("msg_1");
        TraceContext trace =
                new TraceContext("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", Optional.of("vendor=1"));
        Event traced = new Event(
                plain.id(),
                plain.application(),
                plain.time(),
                plain.labels(),
                new Content(Content.JSON, plain.payload()).in(Optional.of(trace)));

        app.attempt("r", traced);
        app.attempt("r", plain);

        assertThat(seen.getFirst().getMessage().getHeader("traceparent", String.class))
                .matches("00-4bf92f3577b34da6a3ce929d0e0e4736-[0-9a-f]{16}-01")
                .isNotEqualTo(trace.parent());
        assertThat(seen.getFirst().getMessage().getHeader("tracestate")).isEqualTo("vendor=1");
        assertThat(seen.getLast().getMessage().getHeaders()).doesNotContainKeys("traceparent", "tracestate");
    }

    @Test
    void succeedsWhenTheRouteEnds() throws Exception {
        routeThat(exchange -> {});

        Attempted attempted = app.attempt("r", anEvent("msg_1"));

        assertThat(attempted.outcome()).isEqualTo(new Succeeded());
        assertThat(attempted.next()).isEqualTo(new NextStep.Settle());
        assertThat(attempted.startedAt()).isEqualTo(EventCamel.NOW);
        assertThat(attempted.duration()).isEqualTo(Duration.ZERO);
    }

    @Test
    void succeedsWhenAStepStopsTheRoute() throws Exception {
        routeThat(exchange -> exchange.setRouteStop(true));

        assertThat(outcome()).isEqualTo(new Succeeded());
    }

    @Test
    void succeedsWhenTheRouteHandlesItsError() throws Exception {
        app.with(new RouteBuilder() {
            @Override
            public void configure() {
                onException(IllegalStateException.class).handled(true);
                from("event:order.*").routeId("r").throwException(new IllegalStateException("no"));
            }
        });

        assertThat(outcome()).isEqualTo(new Succeeded());
    }

    @Test
    void failsWhenAStepThrows() throws Exception {
        routeThat(exchange -> {
            throw new IllegalStateException("no shelf left");
        });

        Attempted attempted = app.attempt("r", anEvent("msg_1"));

        assertThat(attempted.outcome()).isInstanceOfSatisfying(Failed.class, failed -> {
            assertThat(failed.reason())
                    .matches("IllegalStateException: no shelf left \\(step the-step at .*:[0-9]+ of route r\\)");
            assertThat(failed.isFinal()).isFalse();
        });
        assertThat(attempted.next()).isEqualTo(new NextStep.RetryAt(EventCamel.NOW.plus(Duration.ofMinutes(1))));
        assertThat(attempted.answer().text()).contains("no shelf left");
    }

    @Test
    void keepsSecretsOutOfTheReason() throws Exception {
        routeThat(exchange -> {
            throw new IllegalStateException(
                    "POST https://user:pa55@api.example.com/bot123:AAA/send?sig=s3cret failed, Authorization: Bearer abc123def");
        });

        assertThat(((Failed) outcome()).reason())
                .contains("https://api.example.com/…")
                .doesNotContain("pa55", "AAA", "s3cret", "abc123def");
    }

    @Test
    void keepsTheReasonShort() throws Exception {
        routeThat(exchange -> {
            throw new IllegalStateException("long ".repeat(1000) + "\n\tlines");
        });

        assertThat(((Failed) outcome()).reason()).hasSizeLessThan(400).doesNotContain("\n");
    }

    @Test
    void takesTheOutcomeThatAStepNames() throws Exception {
        routeThat(exchange -> {
            throw new RuntimeException("outer", new ReceiverFailure(new Rejected(500), "500: broken"));
        });

        Attempted attempted = app.attempt("r", anEvent("msg_1"));

        assertThat(attempted.outcome()).isEqualTo(new Rejected(500));
        assertThat(attempted.answer().of(Optional.empty()))
                .isEqualTo(new Attempted.Answer(Optional.of(500), "500: broken"));
    }

    @Test
    void isADeadLetterWhenTheReceiverIsGone() throws Exception {
        routeThat(exchange -> {
            throw new ReceiverFailure(new Gone(), "410");
        });

        assertThat(app.attempt("r", anEvent("msg_1")).next()).isEqualTo(new NextStep.Exhaust("gone"));
    }

    @Test
    void failsWhenTheRouteRollsBack() throws Exception {
        route("event:order.*", route -> route.markRollbackOnly());

        assertThat(outcome())
                .isInstanceOfSatisfying(
                        Failed.class, failed -> assertThat(failed.reason()).contains("rolled back"));
    }

    @Test
    void timesOutWhenAStepDoesNotEnd() throws Exception {
        route("event:order.*?deadline=50ms", route -> route.process(exchange -> new CountDownLatch(1).await()));

        assertThat(outcome()).isEqualTo(new TimedOut());
    }

    @Test
    void throwsWhenTheFailureIsOurs() throws Exception {
        route("event:order.*", route -> route.to("event:stock.reserved"));
        app.publisher.full = true;

        assertThatThrownBy(this::outcome).isInstanceOf(IngestRefusedException.class);
    }

    @Test
    void leavesThePayloadAloneWhenAStepWritesIntoItsBody() throws Exception {
        routeThat(exchange -> exchange.getMessage().getBody(byte[].class)[0] = 'X');
        Event event = anEvent("msg_1");

        app.attempt("r", event);

        assertThat(new String(event.payload().bytes(), StandardCharsets.UTF_8)).startsWith("{");
    }

    @Test
    void derivesTheIdsOfWhatItPublishes() throws Exception {
        route(
                "event:order.*",
                route -> route.to("event:stock.reserved")
                        .to("event:stock.reserved")
                        .to("event:stock.counted"));

        app.attempt("r", anEvent("msg_1"));
        List<EventId> first = ids();
        app.attempt("r", anEvent("msg_1"));
        List<EventId> repeat = ids().subList(3, 6);
        app.attempt("r", anEvent("msg_2"));
        List<EventId> other = ids().subList(6, 9);

        assertThat(first).doesNotHaveDuplicates();
        assertThat(app.publisher.published).hasSize(9);
        assertThat(repeat).isEqualTo(first);
        assertThat(other).doesNotContainAnyElementsOf(first);
        assertThat(app.publisher.published)
                .allMatch(event -> event.application().equals(EventCamel.ACME))
                .allMatch(event -> event.labels().uid().isEmpty());
    }

    @Test
    void derivesTheSameIdsWhenASplitRunsSideBySide() throws Exception {
        route(
                "event:order.*",
                route -> route.setBody(exchange -> List.of("a", "b", "c", "d", "e", "f"))
                        .split()
                        .body()
                        .parallelProcessing()
                        .to("event:line.added")
                        .end());

        app.attempt("r", anEvent("msg_1"));
        List<String> first = idsWithBodies();
        app.publisher.published.clear();
        app.attempt("r", anEvent("msg_1"));

        assertThat(first).hasSize(6).doesNotHaveDuplicates();
        assertThat(idsWithBodies()).containsExactlyInAnyOrderElementsOf(first);
    }

    private List<String> idsWithBodies() {
        return new ArrayList<>(app.publisher.published)
                .stream()
                        .map(event ->
                                event.id() + " " + new String(event.payload().bytes(), StandardCharsets.UTF_8))
                        .toList();
    }

    private List<EventId> ids() {
        return app.publisher.published.stream().map(Event::id).toList();
    }

    @Test
    void isReadyForAsLongAsTheRouteIsStarted() throws Exception {
        routeThat(exchange -> {});
        Destination before = app.destination("r");

        assertThat(before.readiness()).isEqualTo(Readiness.READY);
        app.camel.getRouteController().suspendRoute("r");
        assertThat(app.destination("r").readiness()).isEqualTo(Readiness.ROUTE_UNAVAILABLE);
        app.camel.getRouteController().resumeRoute("r");
        assertThat(app.destination("r").readiness()).isEqualTo(Readiness.READY);
        app.camel.getRouteController().stopRoute("r");
        assertThat(app.destination("r").readiness()).isEqualTo(Readiness.ROUTE_UNAVAILABLE);
        assertThatThrownBy(() ->
                        before.attempt(new Delivery(anEvent("msg_1"), DestinationId.ofRoute("r"), Delivery.Turn.FIRST)))
                .isInstanceOf(IllegalStateException.class);
        app.camel.getRouteController().startRoute("r");
        assertThat(app.destination("r").readiness()).isEqualTo(Readiness.READY);
    }

    @Test
    void knowsNoEndpoints() {
        assertThat(app.routes.find(DestinationId.of(new EndpointId("ep_1")))).isEmpty();
    }

    @Test
    void isUnavailableWhileItsFileIsMissing() {
        assertThat(app.destination("nowhere").readiness()).isEqualTo(Readiness.ROUTE_UNAVAILABLE);
    }

    @Test
    void readsItsOptions() throws Exception {
        route(
                "event:*?application=acme&concurrency=4&deadline=5s&retrySchedule=5s, 5m",
                route -> route.throwException(new IllegalStateException("no")));

        Destination destination = app.destination("r");

        assertThat(destination.policy().load().concurrency()).isEqualTo(4);
        assertThat(destination.deadline()).isEqualTo(Duration.ofSeconds(5));
        assertThat(app.attempt("r", anEvent("msg_1")).next())
                .isEqualTo(new NextStep.RetryAt(EventCamel.NOW.plusSeconds(5)));
        assertThat(app.routes.consumers().getFirst().subscription().application())
                .contains("acme");
        assertThat(app.routes.consumers().getFirst().subscription().eventTypes())
                .isEqualTo(new EventTypePattern("*"));
    }

    @Test
    void readsItsPolicyOverTheConfiguredOne() throws Exception {
        route(
                "event:*?jitter=0.5&maxAge=1h&throttleRate=2.5&breakerFailures=3&breakerPercent=50&breakerWindow=10"
                        + "&breakerOpenFor=9s&ordered=pass-dead",
                route -> route.log("x"));

        DeliveryPolicy policy = app.destination("r").policy();

        assertThat(policy)
                .isEqualTo(new DeliveryPolicy(
                        new RetrySchedule(List.of(Duration.ofMinutes(1)), 0.5, Optional.of(Duration.ofHours(1))),
                        new Load(16, Optional.of(new Throttle(2.5, 3))),
                        new BreakerPolicy(3, 50, 10, Duration.ofSeconds(9)),
                        Ordering.STRICT_PASS_DEAD,
                        Duration.ZERO));
    }

    @Test
    void hasDefaults() throws Exception {
        routeThat(exchange -> {});

        assertThat(app.destination("r").policy().load().concurrency()).isEqualTo(16);
        assertThat(app.destination("r").deadline()).isEqualTo(Duration.ofSeconds(60));
    }

    @Test
    void letsTwoRoutesWantTheSame() throws Exception {
        app.with(new RouteBuilder() {
            @Override
            public void configure() {
                from("event:order.*").routeId("one").log("one");
                from("event:order.*").routeId("two").log("two");
            }
        });

        assertThat(app.destination("one").readiness()).isEqualTo(Readiness.READY);
        assertThat(app.destination("two").readiness()).isEqualTo(Readiness.READY);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "event:*?ordered=yes|the option ordered=yes: true, false or pass-dead",
                "event:*?concurrency=0|the option concurrency=0: a whole number from 1 to 1000",
                "event:*?concurrency=many|the option concurrency=many: a whole number",
                "event:*?jitter=1|the option jitter=1: a share from 0 to 0.9",
                "event:*?maxAge=100d|a time from 1 s to 7776000 s (90 days), or 0 for no limit,",
                "event:*?throttleRate=-1|a number from 0.01 to 65535",
                "event:*?throttleBurst=0|the option throttleBurst=0: a whole number from 1",
                "event:*?breakerFailures=-1|the option breakerFailures=-1: a whole number from 0",
                "event:*?breakerPercent=101|a whole number from 0 to 100",
                "event:*?breakerWindow=0|a whole number from 1 to 1000",
                "event:*?breakerOpenFor=2d|a time from 1 s to 86400 s (1 days)",
                "event:*?retrySchedule=5s,31d|a time from 0 s to 2592000 s (30 days)",
                "event:*?deadline=0s|the option deadline=0s: a time from",
                "event:*?deadline=soon|a time such as",
                "event:*?retrySchedule=5s,x|a time such as",
                "event:order..|event type pattern",
                "event:*?nonsense=1|nonsense",
            })
    void refusesOptionsThatMakeNoSense(String uri, String reason) {
        assertThatThrownBy(() -> route(uri, route -> route.log("x")))
                .isInstanceOf(FailedToCreateRouteException.class)
                .hasStackTraceContaining(reason);
    }

    @Test
    void needsARouteIdOfItsOwn() {
        assertThatThrownBy(() -> app.with(new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("event:order.*").log("x");
                    }
                }))
                .hasStackTraceContaining("needs an id of its own");
    }

    @ParameterizedTest
    @ValueSource(strings = {"order.created}}{{env:HOME}}", "${bean:x}"})
    void treatsWhatAnEventSaysAsData(String text) throws Exception {
        AtomicReference<String> seen = new AtomicReference<>();
        routeThat(exchange -> seen.set(exchange.getMessage().getBody(String.class)));
        Event event = anEvent("msg_1");

        app.attempt(
                "r",
                new Event(
                        event.id(),
                        event.application(),
                        event.time(),
                        event.labels(),
                        dev.sealpost.event.Content.json(text.getBytes(StandardCharsets.UTF_8))));

        assertThat(seen.get()).isEqualTo(text);
    }
}
