package dev.sealpost.route.load;

import dev.sealpost.application.ApplicationDirectory;
import dev.sealpost.attempt.Attempts;
import dev.sealpost.attempt.Decide;
import dev.sealpost.delivery.Attempted;
import dev.sealpost.delivery.Delivery;
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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
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
abstract class RouteApplicationTestBase {

    final FakePublisher publisher = new FakePublisher();
    final Probe probe = new Probe();
    final FakeWrites writes = new FakeWrites();
    final Map<String, Object> moreBeans = new HashMap<>();

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

    ConfigurableApplicationContext start(String... properties) {
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
                    moreBeans.forEach(beans::registerSingleton);
                })
                .run();
    }

    void file(String name, String text) throws Exception {
        Path file = probe.home.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    static Attempted attempt(ConfigurableApplicationContext application, String route) {
        DestinationId id = DestinationId.ofRoute(route);
        return application
                .getBean(Destinations.class)
                .find(id)
                .orElseThrow()
                .attempt(new Delivery(EventCamel.anEvent("msg_1"), id, Delivery.AttemptKey.FIRST));
    }
}
