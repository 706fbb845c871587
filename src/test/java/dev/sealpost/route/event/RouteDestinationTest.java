package dev.sealpost.route.event;

import static dev.sealpost.route.camel.EventCamel.anEvent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealpost.delivery.Delivery;
import dev.sealpost.delivery.Destination;
import dev.sealpost.delivery.Destination.Readiness;
import dev.sealpost.delivery.Trigger;
import dev.sealpost.endpoint.EndpointId;
import dev.sealpost.event.Content;
import dev.sealpost.event.Event;
import dev.sealpost.event.TraceContext;
import dev.sealpost.route.OneRoute;
import dev.sealpost.subscription.DestinationId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A route as a destination: its input and its availability. */
class RouteDestinationTest {

    @AutoClose
    private final OneRoute route = new OneRoute();

    @Test
    void passesThePayloadAndItsLabelsToTheRoute() throws Exception {
        List<Exchange> seen = new ArrayList<>();
        route.that(exchange -> seen.add(exchange.copy()));
        Event event = anEvent("msg_1");

        route.app
                .destination("r")
                .attempt(new Delivery(
                        event, DestinationId.ofRoute("r"), new Delivery.AttemptKey(1, 3, Trigger.SCHEDULED)));

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
    void continuesTheTraceOfTheEvent() throws Exception {
        List<Exchange> seen = new ArrayList<>();
        route.that(exchange -> seen.add(exchange.copy()));
        Event plain = anEvent("msg_1");
        TraceContext trace =
                new TraceContext("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", Optional.of("vendor=1"));
        Event traced = new Event(
                plain.id(),
                plain.application(),
                plain.time(),
                plain.labels(),
                new Content(Content.JSON, plain.payload()).in(Optional.of(trace)));

        route.app.attempt("r", traced);
        route.app.attempt("r", plain);

        assertThat(seen.getFirst().getMessage().getHeader("traceparent", String.class))
                .matches("00-4bf92f3577b34da6a3ce929d0e0e4736-[0-9a-f]{16}-01")
                .isNotEqualTo(trace.parent());
        assertThat(seen.getFirst().getMessage().getHeader("tracestate")).isEqualTo("vendor=1");
        assertThat(seen.getLast().getMessage().getHeaders()).doesNotContainKeys("traceparent", "tracestate");
    }

    @Test
    void keepsThePayloadWhenAStepWritesIntoTheBody() throws Exception {
        route.that(exchange -> exchange.getMessage().getBody(byte[].class)[0] = 'X');
        Event event = anEvent("msg_1");

        route.app.attempt("r", event);

        assertThat(new String(event.payload().bytes(), StandardCharsets.UTF_8)).startsWith("{");
    }

    @ParameterizedTest
    @ValueSource(strings = {"order.created}}{{env:HOME}}", "${bean:x}"})
    void treatsTheContentOfAnEventAsData(String text) throws Exception {
        AtomicReference<String> seen = new AtomicReference<>();
        route.that(exchange -> seen.set(exchange.getMessage().getBody(String.class)));
        Event event = anEvent("msg_1");

        route.app.attempt(
                "r",
                new Event(
                        event.id(),
                        event.application(),
                        event.time(),
                        event.labels(),
                        Content.json(text.getBytes(StandardCharsets.UTF_8))));

        assertThat(seen.get()).isEqualTo(text);
    }

    @Test
    void isReadyWhileTheRouteIsStarted() throws Exception {
        route.that(exchange -> {});
        Destination before = route.app.destination("r");

        assertThat(before.readiness()).isEqualTo(Readiness.READY);
        route.app.camel.getRouteController().suspendRoute("r");
        assertThat(route.app.destination("r").readiness()).isEqualTo(Readiness.ROUTE_UNAVAILABLE);
        route.app.camel.getRouteController().resumeRoute("r");
        assertThat(route.app.destination("r").readiness()).isEqualTo(Readiness.READY);
        route.app.camel.getRouteController().stopRoute("r");
        assertThat(route.app.destination("r").readiness()).isEqualTo(Readiness.ROUTE_UNAVAILABLE);
        assertThatThrownBy(() -> before.attempt(
                        new Delivery(anEvent("msg_1"), DestinationId.ofRoute("r"), Delivery.AttemptKey.FIRST)))
                .isInstanceOf(IllegalStateException.class);
        route.app.camel.getRouteController().startRoute("r");
        assertThat(route.app.destination("r").readiness()).isEqualTo(Readiness.READY);
    }

    @Test
    void findsNoEndpoints() {
        assertThat(route.app.routes.find(DestinationId.of(new EndpointId("ep_1"))))
                .isEmpty();
    }

    @Test
    void isUnavailableWhileItsFileIsMissing() {
        assertThat(route.app.destination("nowhere").readiness()).isEqualTo(Readiness.ROUTE_UNAVAILABLE);
    }

    @Test
    void deliversAnEventToTwoRoutes() throws Exception {
        route.app.with(new RouteBuilder() {
            @Override
            public void configure() {
                from("event:order.*").routeId("one").log("one");
                from("event:order.*").routeId("two").log("two");
            }
        });

        assertThat(route.app.destination("one").readiness()).isEqualTo(Readiness.READY);
        assertThat(route.app.destination("two").readiness()).isEqualTo(Readiness.READY);
    }

    @Test
    void requiresARouteId() {
        assertThatThrownBy(() -> route.app.with(new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("event:order.*").log("x");
                    }
                }))
                .hasStackTraceContaining("must have an id");
    }
}
