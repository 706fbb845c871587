package dev.sealpost.broker;

import dev.sealpost.home.Breakdown;
import dev.sealpost.home.DataDirectory;
import java.net.URL;
import java.time.Duration;
import org.springframework.util.unit.DataSize;

/** Makes brokers as the application does, for the tests of other packages too. */
public final class Brokers {

    private Brokers() {}

    /** With the project's own broker.xml; nothing is started. */
    public static EmbeddedBroker in(DataDirectory data) {
        return with(
                new BrokerSettings(
                        "127.0.0.1",
                        0,
                        0,
                        DataSize.ofMegabytes(1),
                        Duration.ofSeconds(10),
                        BrokerSettings.External.NONE),
                data);
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
