package dev.sealpost.route.command;

import dev.sealpost.application.ApplicationDirectory;
import dev.sealpost.application.ApplicationId;
import dev.sealpost.attempt.AttemptSettings;
import dev.sealpost.attempt.Decide;
import dev.sealpost.connector.VendorClient;
import dev.sealpost.connector.credential.CredentialFile;
import dev.sealpost.connector.credential.Credentials;
import dev.sealpost.endpoint.DeliveryPolicy;
import dev.sealpost.endpoint.RetrySchedule;
import dev.sealpost.node.CommandSurroundings;
import dev.sealpost.route.camel.ConnectorAnswer;
import dev.sealpost.route.camel.DataSources;
import dev.sealpost.route.camel.DroppedFile;
import dev.sealpost.route.camel.LostTriggers;
import dev.sealpost.route.check.RouteEnvironment;
import dev.sealpost.route.event.EventConsumption;
import dev.sealpost.route.event.EventPublication;
import dev.sealpost.route.event.IdempotencyKey;
import dev.sealpost.route.event.RunningRoutes;
import dev.sealpost.route.load.RouteConfiguration;
import dev.sealpost.route.step.BrokerMessage;
import dev.sealpost.route.step.FileName;
import dev.sealpost.route.step.MailMessage;
import dev.sealpost.route.step.TableRow;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.spi.PropertiesSource;
import org.apache.camel.support.SimpleRegistry;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/**
 * Environment of routes without a running node: the configuration, and the beans that route files and connectors can name. No
 * broker, database or web server.
 */
final class Offline implements AutoCloseable {

    private static final VendorClient NO_CALLS = request -> {
        throw new IllegalStateException("no call is made without a running node");
    };

    private final ConfigurableApplicationContext configuration;
    private final DataSources dataSources;
    private final RouteEnvironment environment;

    private Offline(ConfigurableApplicationContext configuration) {
        Environment environment = configuration.getEnvironment();
        this.configuration = configuration;
        this.dataSources = new DataSources(new RouteConfiguration().routeSettings(environment));
        this.environment = environment(environment, dataSources);
    }

    /** Application without beans. */
    @Configuration(proxyBeanMethods = false)
    static class NoBeans {}

    /** Accepts any application: only a node knows which exist. */
    private static final class AnyApplication extends ApplicationDirectory {

        @Override
        public Optional<ApplicationId> find(String idOrUid) {
            return Optional.of(new ApplicationId(idOrUid));
        }
    }

    /** Stub of the outbox step, which is in a package that this one must not import. */
    public static final class StubOutbox {

        public void look(Exchange exchange, String dataSource, String table, String column) {
            exchange.setProperty("outboxPayload", column);
        }

        public void publish(Exchange exchange) {
            throw new IllegalStateException("cannot publish without a running node");
        }
    }

    /** @throws RuntimeException if the configuration cannot be read */
    static Offline open(CommandSurroundings surroundings) {
        return new Offline(surroundings.open(NoBeans.class));
    }

    private static RouteEnvironment environment(Environment environment, DataSources dataSources) {
        Clock clock = Clock.systemUTC();
        SimpleRegistry beans = new SimpleRegistry();
        beans.bind("connectorAnswer", new ConnectorAnswer(clock));
        beans.bind("mailMessage", new MailMessage());
        beans.bind("tableRow", new TableRow());
        beans.bind("fileName", new FileName());
        beans.bind("brokerMessage", new BrokerMessage());
        beans.bind("idempotencyKey", new IdempotencyKey());
        beans.bind("signWebhook", (Processor) exchange -> {}); // no endpoint, no secret
        beans.bind("droppedFile", new DroppedFile());
        beans.bind("lostTriggers", new LostTriggers(clock));
        beans.bind("jdbcOutbox", new StubOutbox());
        beans.bind("webhookHttpClient", HttpClients.createMinimal());
        beans.bind("connectorHttpClient", HttpClients.createMinimal());
        beans.bind("credentials", Credentials.class, credentials(environment).credentials(NO_CALLS, clock));
        dataSources.bind(beans);
        new RouteConfiguration().brokers(environment).bind(beans); // opens no connection
        return new RouteEnvironment(
                beans,
                properties(environment),
                new EventPublication(
                        event -> {
                            throw new IllegalStateException("cannot publish without a running node");
                        },
                        new AnyApplication(),
                        clock,
                        1), // a sample event has no hops
                new EventConsumption(
                        new RunningRoutes(),
                        new Decide(
                                new AttemptSettings.AskedWait(Duration.ofSeconds(1), Duration.ofHours(24)),
                                new Random()),
                        DeliveryPolicy.plain(new RetrySchedule(List.of(), 0), 1),
                        clock));
    }

    private static PropertiesSource properties(Environment environment) {
        return new PropertiesSource() {
            @Override
            public String getName() {
                return "configuration";
            }

            @Override
            @SuppressWarnings("NullAway") // null means no value to Camel
            public String getProperty(String name) {
                return environment.getProperty(name);
            }
        };
    }

    Path home() {
        return home(configuration.getEnvironment());
    }

    private static Path home(Environment environment) {
        return Path.of(environment.getProperty("sealpost.home.directory", "."));
    }

    CredentialFile credentials() {
        return credentials(configuration.getEnvironment());
    }

    private static CredentialFile credentials(Environment environment) {
        return CredentialFile.read(home(environment), environment::getProperty);
    }

    RouteEnvironment environment() {
        return environment;
    }

    @Override
    public void close() {
        dataSources.close();
        configuration.close();
    }
}
