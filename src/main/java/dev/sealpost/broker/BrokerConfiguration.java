package dev.sealpost.broker;

import dev.sealpost.home.Breakdown;
import dev.sealpost.home.DataDirectory;
import dev.sealpost.home.HomeSettings;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class BrokerConfiguration {

    private static final String FILE = "broker.xml";

    @Bean(initMethod = "start", destroyMethod = "stop")
    EmbeddedBroker broker(BrokerSettings settings, HomeSettings home, DataDirectory data, Breakdown breakdown)
            throws Exception {
        return new EmbeddedBroker(settings, file(home), data, breakdown);
    }

    @Bean(destroyMethod = "close")
    BrokerClient brokerClient(EmbeddedBroker broker, BrokerSettings settings) {
        return BrokerClient.connect(broker, settings.sendTimeout());
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
