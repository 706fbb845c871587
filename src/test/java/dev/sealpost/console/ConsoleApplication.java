package dev.sealpost.console;

import dev.sealpost.api.edge.WriteProblem;
import dev.sealpost.node.DataDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.builder.RouteBuilder;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.flyway.FlywayAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.boot.autoconfigure.jms.artemis.ArtemisAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** The console with nothing behind it: one Camel route, and a broker and a database that are as well as a test says. */
@SpringBootConfiguration
@EnableAutoConfiguration(
        exclude = {ArtemisAutoConfiguration.class, DataSourceAutoConfiguration.class, FlywayAutoConfiguration.class})
@Import({
    ConsoleSecurity.class,
    HealthController.class,
    HomeController.class,
    RemoveUnwantedBeans.class,
    WebhookRouteHealthIndicator.class,
    WriteProblem.class
})
class ConsoleApplication {

    /** States of the broker and of the database. */
    static final class Backends {

        final AtomicBoolean broker = new AtomicBoolean(true);
        final AtomicBoolean database = new AtomicBoolean(true);
        final AtomicBoolean node = new AtomicBoolean(true);
    }

    @Bean
    Backends backends() {
        return new Backends();
    }

    @Bean("broker")
    HealthIndicator broker(Backends backends) {
        return () -> health(backends.broker);
    }

    @Bean("database")
    HealthIndicator database(Backends backends) {
        return () -> health(backends.database);
    }

    @Bean("recorder")
    HealthIndicator recorder() {
        return () -> Health.up().build();
    }

    @Bean("intakeHealthIndicator")
    HealthIndicator intake() {
        return () -> Health.up().build();
    }

    @Bean("node")
    HealthIndicator node(Backends backends) {
        return () -> health(backends.node);
    }

    private static Health health(AtomicBoolean works) {
        return (works.get() ? Health.up() : Health.down()).build();
    }

    @Bean
    DataDirectory dataDirectory() throws IOException {
        return DataDirectory.open(Files.createTempDirectory("sealpost-console"));
    }

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    RouteBuilder webhookDelivery() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:webhook-delivery")
                        .routeId(WebhookRouteHealthIndicator.ROUTE)
                        .to("log:delivered");
            }
        };
    }
}
