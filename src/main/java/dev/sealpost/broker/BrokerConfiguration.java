package dev.sealpost.broker;

import dev.sealpost.broker.message.FindApplication;
import dev.sealpost.broker.message.Spooling;
import dev.sealpost.node.Background;
import dev.sealpost.node.DataDirectory;
import dev.sealpost.node.FatalErrorHandler;
import dev.sealpost.node.HomeSettings;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class BrokerConfiguration {

    private static final String FILE = "broker.xml";

    @Bean(destroyMethod = "stop")
    Broker broker(
            BrokerSettings settings,
            HomeSettings home,
            DataDirectory data,
            FatalErrorHandler fatalErrors,
            FindApplication applications,
            Background background)
            throws Exception {
        if (settings.external().isGiven()) {
            ExternalBroker external = new ExternalBroker(settings.external());
            external.start(background);
            return external;
        }
        EmbeddedBroker embedded = new EmbeddedBroker(settings, file(home), data, fatalErrors, applications);
        try {
            embedded.start();
            ScratchQueue.delete(embedded.server());
            return embedded;
        } catch (Exception e) {
            embedded.stop();
            throw e;
        }
    }

    @Bean(destroyMethod = "close")
    BrokerClient brokerClient(Broker broker, BrokerSettings settings, DataDirectory data) {
        return BrokerClient.connect(
                broker,
                settings.sendTimeout(),
                Spooling.in(data.resolve("spool"), settings.clients().largestMessage()));
    }

    /** Reports down while the broker neither accepts nor delivers messages. */
    @Bean
    HealthIndicator brokerHealthIndicator(Broker broker) {
        return () -> (broker.isActive() ? Health.up() : Health.down()).build();
    }

    private static URL file(HomeSettings home) throws Exception {
        Path own = home.directory().resolve("config").resolve(FILE);
        if (Files.exists(own)) {
            return own.toUri().toURL();
        }
        URL inJar = BrokerConfiguration.class.getClassLoader().getResource(FILE);
        if (inJar == null) {
            throw new IllegalStateException("the jar has no " + FILE);
        }
        return inJar;
    }
}
