package dev.sealpost.route.camel;

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
import dev.sealpost.route.FakePublisher;
import dev.sealpost.route.check.RouteEnvironment;
import dev.sealpost.route.event.EventComponent;
import dev.sealpost.route.event.EventConsumption;
import dev.sealpost.route.event.EventPublication;
import dev.sealpost.route.event.RunningRoutes;
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
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/** A real Camel context with the component {@code event}, and fakes behind it. */
public final class EventCamel implements AutoCloseable {

    public static final Instant NOW = Instant.parse("2026-11-24T10:00:00.123456Z");
    public static final ApplicationId ACME = new ApplicationId("app_acme");

    private static final DeliveryPolicy DEFAULTS =
            DeliveryPolicy.plain(new RetrySchedule(List.of(Duration.ofMinutes(1)), 0), 16);

    public final FakePublisher publisher = new FakePublisher();
    public final RunningRoutes routes = new RunningRoutes();
    public final CamelContext camel = new DefaultCamelContext();

    private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    public final LostTriggers lost = new LostTriggers(clock);
    private final EventPublication publication = new EventPublication(publisher, new Applications(), clock, 3);
    private final EventConsumption consumption =
            new EventConsumption(routes, new Decide(Attempts.ANY_WAIT, new Random(1)), DEFAULTS, clock);

    public EventCamel() {
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
        BoundedScripts.in(camel);
        camel.start();
    }

    /** Knows one application, {@code app_acme} or {@code acme}. */
    private static final class Applications extends ApplicationDirectory {

        @Override
        public Optional<ApplicationId> find(String idOrUid) {
            return List.of("app_acme", "acme").contains(idOrUid) ? Optional.of(ACME) : Optional.empty();
        }
    }

    /** Loads a route file or a connector, such as {@code routes/orders.camel.yaml}. */
    public void load(String file, String text) throws Exception {
        PluginHelper.getRoutesLoader(camel).loadRoutes(resource(file, text));
    }

    /** Loads a route file in place of its earlier text. */
    public void reload(String file, String text) throws Exception {
        PluginHelper.getRoutesLoader(camel).updateRoutes(resource(file, text));
    }

    private static Resource resource(String file, String text) {
        return ResourceHelper.fromBytes("file:" + file, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Sets a key of the configuration. */
    public void configure(String key, String value) {
        camel.getPropertiesComponent().addInitialProperty(key, value);
    }

    public RouteEnvironment environment() {
        return RouteEnvironment.of(camel, publication, consumption);
    }

    public EventCamel with(RouteBuilder builder) throws Exception {
        camel.addRoutes(builder);
        return this;
    }

    public Destination destination(String routeId) {
        return routes.find(DestinationId.ofRoute(routeId)).orElseThrow();
    }

    public Attempted attempt(String routeId, Event event) {
        return destination(routeId)
                .attempt(new Delivery(event, DestinationId.ofRoute(routeId), Delivery.AttemptKey.FIRST));
    }

    public static Event anEvent(String id) {
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
