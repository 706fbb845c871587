package dev.sealpost.route.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealpost.application.ApplicationDirectory;
import dev.sealpost.attempt.Attempts;
import dev.sealpost.attempt.Decide;
import dev.sealpost.delivery.AttemptOutcome.Failed;
import dev.sealpost.delivery.AttemptOutcome.Succeeded;
import dev.sealpost.delivery.Attempted;
import dev.sealpost.delivery.Delivery;
import dev.sealpost.delivery.Destination.Readiness;
import dev.sealpost.delivery.Destinations;
import dev.sealpost.delivery.DestinationsReady;
import dev.sealpost.endpoint.DeliveryPolicy;
import dev.sealpost.endpoint.RetrySchedule;
import dev.sealpost.event.EventSettings;
import dev.sealpost.node.Background;
import dev.sealpost.node.Backgrounds;
import dev.sealpost.node.HomeSettings;
import dev.sealpost.node.Registry;
import dev.sealpost.route.FakePublisher;
import dev.sealpost.route.FakeWrites;
import dev.sealpost.route.camel.EventCamel;
import dev.sealpost.subscription.DestinationId;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import javax.management.ObjectName;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.Route;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.flyway.FlywayAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.boot.autoconfigure.jms.artemis.ArtemisAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.EventListener;

/** The loader inside Camel Spring Boot, as it runs in the application, with a fake broker and a database in memory. */
class LoadRoutesTest {

    private static final String ORDERS = """
            - route:
                id: orders
                from:
                  uri: event:order.*
                  parameters:
                    application: acme
                  steps:
                    - to:
                        uri: event:stock.reserved
            """;

    private final FakePublisher publisher = new FakePublisher();
    private final Probe probe = new Probe();
    private final FakeWrites writes = new FakeWrites();

    @BeforeEach
    void makeFolders(@TempDir Path home) throws Exception {
        probe.home = home;
        file("routes/webhook-delivery.camel.yaml", RouteFilesRig.WEBHOOK_DELIVERY);
    }

    @AfterEach
    void close() {
        writes.close();
    }

    /** Records what the slice does. Its connectors call it. */
    static final class Probe {

        Path home = Path.of(".");
        final List<List<String>> destinationsWhenReady = new ArrayList<>();
        final AtomicInteger calls = new AtomicInteger();

        public void fail() {
            calls.incrementAndGet();
            throw new IllegalStateException("out of stock");
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration(
            exclude = {DataSourceAutoConfiguration.class, FlywayAutoConfiguration.class, ArtemisAutoConfiguration.class
            })
    @Import(RouteConfiguration.class)
    static class Slice {

        @Bean
        ApplicationDirectory applications() {
            return new ApplicationDirectory();
        }

        @Bean
        Registry<Destinations> destinationKinds() {
            return new Registry<>();
        }

        @Bean
        EventSettings eventSettings() {
            return new EventSettings(Duration.ZERO, 16);
        }

        @Bean
        Background background() {
            return Backgrounds.plain();
        }

        @Bean
        Clock clock() {
            return Clock.systemUTC();
        }

        @Bean
        ReloadSettings reloadSettings() {
            return new ReloadSettings(true, Duration.ofMillis(100), Duration.ofSeconds(5));
        }

        @Bean
        DeliveryPolicy defaultPolicy() {
            return DeliveryPolicy.plain(new RetrySchedule(List.of(Duration.ofSeconds(5)), 0), 16);
        }

        @Bean
        Decide decide() {
            return new Decide(Attempts.ANY_WAIT, new Random(1));
        }

        @Bean
        HomeSettings homeSettings(Probe probe) {
            return new HomeSettings(probe.home, probe.home.resolve("data"));
        }

        @Bean
        Ready ready(Probe probe, FakeWrites writes) {
            return new Ready(probe, writes);
        }
    }

    record Ready(Probe probe, FakeWrites writes) {

        @EventListener
        void ready(DestinationsReady event) {
            probe.destinationsWhenReady.add(writes.destinations());
        }
    }

    private ConfigurableApplicationContext start(String... properties) {
        List<String> all = new ArrayList<>(List.of(properties));
        all.add("spring.config.name=slice"); // the settings of the application are not part of this
        all.add("camel.main.routes-include-pattern=false");
        all.add("camel.main.shutdown-timeout=1");
        return new SpringApplicationBuilder(Slice.class)
                .web(WebApplicationType.NONE)
                .bannerMode(org.springframework.boot.Banner.Mode.OFF)
                .properties(all.toArray(String[]::new))
                .initializers(context -> {
                    var beans = context.getBeanFactory();
                    beans.registerSingleton("publisher", publisher);
                    beans.registerSingleton("writes", writes);
                    beans.registerSingleton("probe", probe);
                })
                .run();
    }

    private void file(String name, String text) throws Exception {
        Path file = probe.home.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private static Attempted attempt(ConfigurableApplicationContext application, String route) {
        DestinationId id = DestinationId.ofRoute(route);
        return application
                .getBean(Destinations.class)
                .find(id)
                .orElseThrow()
                .attempt(new Delivery(EventCamel.anEvent("msg_1"), id, Delivery.AttemptKey.FIRST));
    }

    @Test
    void startsValidFilesAndReportsInvalidOnes() throws Exception {
        file("routes/a-broken.camel.yaml", ORDERS.replace("- to:", "- too:"));
        file("routes/shop/orders.camel.yaml", ORDERS);

        try (var application = start()) {
            assertThat(attempt(application, "orders").outcome()).isEqualTo(new Succeeded());
            assertThat(publisher.published).hasSize(1);
            assertThat(application.getBean(RouteProblems.class).all())
                    .singleElement()
                    .satisfies(problem -> {
                        assertThat(problem.file()).isEqualTo("routes/a-broken.camel.yaml");
                        assertThat(problem.line()).hasValue(8);
                    });
        }
    }

    @Test
    void isReadyOnceTheDestinationsAreStored() throws Exception {
        file("routes/orders.camel.yaml", ORDERS);

        try (var application = start()) {
            assertThat(probe.destinationsWhenReady).containsExactly(List.of("route:orders [\"order.*\"] acme"));
            assertThat(writes.transactions).isEqualTo(1);
        }
    }

    @Test
    void keepsTheDeliveriesOfAnInvalidOrMissingRoute() throws Exception {
        file("routes/orders.camel.yaml", ORDERS);
        start().close();
        file("routes/orders.camel.yaml", ORDERS.replace("- to:", "- too:"));

        try (var application = start()) {
            assertThat(writes.destinations()).containsExactly("route:orders [\"order.*\"] acme");
            assertThat(application
                            .getBean(Destinations.class)
                            .find(DestinationId.ofRoute("orders"))
                            .orElseThrow()
                            .readiness())
                    .isEqualTo(Readiness.ROUTE_UNAVAILABLE);
        }
    }

    @Test
    void retiresADisabledRouteAndRestoresIt() throws Exception {
        file("routes/orders.camel.yaml", ORDERS);
        start().close();

        file("routes/orders.camel.yaml", ORDERS.replace("id: orders", "id: orders\n    autoStartup: \"{{on:false}}\""));
        start().close();
        assertThat(writes.destinations()).containsExactly("route:orders [\"order.*\"] acme retired");

        start("on=true").close();
        assertThat(writes.destinations()).containsExactly("route:orders [\"order.*\"] acme");
    }

    @Test
    void writesNothingWithoutAChange() throws Exception {
        file("routes/orders.camel.yaml", ORDERS);
        start().close();
        long version = writes.version();

        start().close();

        assertThat(writes.version()).isEqualTo(version);
    }

    @Test
    void storesAChangedPattern() throws Exception {
        file("routes/orders.camel.yaml", ORDERS);
        start().close();
        file("routes/orders.camel.yaml", ORDERS.replace("event:order.*", "event:order.created"));

        start().close();

        assertThat(writes.destinations()).containsExactly("route:orders [\"order.created\"] acme");
    }

    private static final String CONNECTOR = """
            apiVersion: camel.apache.org/v1
            kind: Kamelet
            metadata:
              name: shop-sink
            spec:
              definition:
                title: Shop Sink
              template:
                from:
                  uri: kamelet:source
                  steps:
                    - bean:
                        ref: probe
                        method: fail
            """;

    private static final String CALLER = """
            - route:
                id: caller
                errorHandler:
                  defaultErrorHandler:
                    redeliveryPolicy:
                      maximumRedeliveries: 2
                      redeliveryDelay: 1
                from:
                  uri: event:order.*
                  steps:
                    - to:
                        uri: kamelet:shop-sink
            """;

    @Test
    void loadsConnectorsOfTheFolderAndShowsTheirRoutes() throws Exception {
        file("connectors/shop-sink.kamelet.yaml", CONNECTOR);
        file("routes/caller.camel.yaml", CALLER);

        try (var application = start("spring.jmx.enabled=true")) {
            assertThat(application.getBean(RouteProblems.class).all()).isEmpty();
            String name = application.getBean(CamelContext.class).getManagementName();
            assertThat(ManagementFactory.getPlatformMBeanServer()
                            .queryNames(new ObjectName("org.apache.camel:context=" + name + ",type=routes,*"), null))
                    .as("the caller, the connector and the delivery of webhooks")
                    .hasSize(3);
        }
    }

    @Test
    void retriesAFailedConnectorByThePolicyOfItsCallerOnly() throws Exception {
        file("connectors/shop-sink.kamelet.yaml", CONNECTOR);
        file("routes/caller.camel.yaml", CALLER);

        try (var application = start()) {
            Attempted attempted = attempt(application, "caller");

            assertThat(probe.calls).hasValue(3);
            assertThat(attempted.outcome())
                    .isInstanceOfSatisfying(
                            Failed.class, failed -> assertThat(failed.reason()).contains("out of stock"));
        }
    }

    @Test
    void callsAConnectorOnceWithoutAPolicyOfItsCaller() throws Exception {
        file("connectors/shop-sink.kamelet.yaml", CONNECTOR);
        file("routes/caller.camel.yaml", CALLER.replaceAll("(?s)    errorHandler.*?    from", "    from"));

        try (var application = start()) {
            Attempted attempted = attempt(application, "caller");

            assertThat(probe.calls).hasValue(1);
            assertThat(attempted.outcome())
                    .isInstanceOfSatisfying(
                            Failed.class,
                            failed -> assertThat(failed.reason()).contains("out of stock", "route caller"));
        }
    }

    @Test
    void reportsAnUnknownConnector() throws Exception {
        file("routes/caller.camel.yaml", CALLER);

        try (var application = start()) {
            assertThat(application.getBean(RouteProblems.class).all())
                    .singleElement()
                    .satisfies(problem -> {
                        assertThat(problem.reason()).contains("shop-sink");
                        assertThat(problem.line()).hasValue(12);
                    });
            assertThat(application.getBean(CamelContext.class).getRoutes())
                    .extracting(Route::getRouteId)
                    .containsExactly("webhook-delivery");
        }
    }

    @Test
    void letsRoutesUseADatabase() throws Exception {
        try (var application = start("sealpost.data-sources.shop.url=jdbc:sqlite::memory:")) {
            ProducerTemplate camel = application.getBean(CamelContext.class).createProducerTemplate();

            assertThat(camel.requestBody("jdbc:shop", "select 1 as one", String.class))
                    .contains("one=1");
        }
    }

    @Test
    void refusesToStartWithAnInvalidNameOfADatabase() {
        assertThatThrownBy(() -> start("sealpost.data-sources.[my shop].url=jdbc:sqlite::memory:")
                        .close())
                .hasStackTraceContaining("a name must start with a letter");
    }
}
