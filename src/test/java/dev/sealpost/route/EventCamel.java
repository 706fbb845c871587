package dev.sealpost.route;

import dev.sealpost.application.ApplicationDirectory;
import dev.sealpost.application.ApplicationId;
import dev.sealpost.attempt.Attempts;
import dev.sealpost.attempt.Decide;
import dev.sealpost.delivery.Attempted;
import dev.sealpost.delivery.Delivery;
import dev.sealpost.delivery.Destination;
import dev.sealpost.endpoint.DeliveryPolicy;
import dev.sealpost.endpoint.RetrySchedule;
import dev.sealpost.event.Content;
import dev.sealpost.event.Event;
import dev.sealpost.event.EventId;
import dev.sealpost.event.EventType;
import dev.sealpost.event.Labels;
import dev.sealpost.subscription.DestinationId;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

/** A real Camel context with the component {@code event}, and fakes behind it. */
final class EventCamel implements AutoCloseable {

    static final Instant NOW = Instant.parse("2026-11-24T10:00:00.123456Z");
    static final ApplicationId ACME = new ApplicationId("app_acme");

    private static final DeliveryPolicy DEFAULTS =
            DeliveryPolicy.plain(new RetrySchedule(List.of(Duration.ofMinutes(1)), 0), 16);

    final FakePublisher publisher = new FakePublisher();
    final RunningRoutes routes = new RunningRoutes();
    final CamelContext camel = new DefaultCamelContext();

    private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    final LostTriggers lost = new LostTriggers(clock);
    private final EventPublication publication = new EventPublication(publisher, new Applications(), clock, 3);
    private final EventConsumption consumption =
            new EventConsumption(routes, new Decide(Attempts.ANY_WAIT, new Random(1)), DEFAULTS, clock);

    EventCamel() {
        camel.disableJMX();
        camel.setSourceLocationEnabled(true);
        camel.addComponent("event", new EventComponent(publication, consumption));
        SecretPlaceholder.register(camel);
        camel.getRegistry().bind("droppedFile", new DroppedFile());
        camel.getRegistry().bind("lostTriggers", lost);
        PrepareCamel.reportOnce(camel);
        PrepareCamel.followSteps(camel);
        GuardUris.in(camel);
        ReportFailures.in(camel);
        PrepareEndpoints.in(camel, Optional.empty());
        LocalResources.in(camel);
        ExactNumbers.in(camel);
        PlainValues.in(camel);
        camel.start();
    }

    /** One application, {@code app_acme} or {@code acme}. */
    private static final class Applications extends ApplicationDirectory {

        @Override
        public Optional<ApplicationId> find(String idOrUid) {
            return List.of("app_acme", "acme").contains(idOrUid) ? Optional.of(ACME) : Optional.empty();
        }
    }

    Surroundings surroundings() {
        return Surroundings.of(camel, publication, consumption);
    }

    EventCamel with(RouteBuilder builder) throws Exception {
        camel.addRoutes(builder);
        return this;
    }

    Destination destination(String routeId) {
        return routes.find(DestinationId.ofRoute(routeId)).orElseThrow();
    }

    Attempted attempt(String routeId, Event event) {
        return destination(routeId).attempt(new Delivery(event, DestinationId.ofRoute(routeId), Delivery.Turn.FIRST));
    }

    static Event anEvent(String id) {
        return new Event(
                new EventId(id),
                ACME,
                Instant.parse("2026-11-24T09:59:59.5Z"),
                Labels.of(new EventType("order.created")),
                Content.json("{\"price\": 1.10}".getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public void close() {
        camel.stop();
    }
}
