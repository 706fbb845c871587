package dev.sealpost.broker;

import dev.sealpost.home.Breakdown;
import dev.sealpost.home.DataDirectory;
import java.net.URL;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** Makes brokers as the application does, for the tests of other packages too. */
public final class Brokers {

    private Brokers() {}

    /** With the project's own broker.xml; nothing is started. */
    public static EmbeddedBroker in(DataDirectory data) {
        return with(settings("core-port=0", "amqp-port=0"), data);
    }

    /** The defaults of the application, but for these; a little free disk is enough. */
    public static BrokerSettings settings(String... others) {
        Map<String, String> values = new HashMap<>(Map.of("sealpost.broker.minimum-free-disk", "1MB"));
        for (String each : others) {
            int equals = each.indexOf('=');
            values.put("sealpost.broker." + each.substring(0, equals), each.substring(equals + 1));
        }
        return new Binder(new MapConfigurationPropertySource(values))
                .bindOrCreate("sealpost.broker", BrokerSettings.class);
    }

    static EmbeddedBroker with(BrokerSettings settings, DataDirectory data) {
        return with(settings, data, new Breakdown(exitCode -> {}));
    }

    static EmbeddedBroker with(BrokerSettings settings, DataDirectory data, Breakdown breakdown) {
        return new EmbeddedBroker(settings, ownFile(), data, breakdown);
    }

    /** Started, with a client. */
    public static RunningBroker run(DataDirectory data) throws Exception {
        EmbeddedBroker broker = in(data);
        broker.start();
        return new RunningBroker(
                broker, BrokerClient.connect(broker, Duration.ofSeconds(10), Spool.prepared(data.resolve("spool"))));
    }

    static URL ownFile() {
        URL file = Brokers.class.getClassLoader().getResource("broker.xml");
        if (file == null) {
            throw new IllegalStateException("config/broker.xml is not on the class path");
        }
        return file;
    }
}
