package dev.sealpost.broker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.node.Backgrounds;
import dev.sealpost.node.DataDirectory;
import dev.sealpost.node.FatalErrorHandler;
import dev.sealpost.node.HomeSettings;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScratchQueueTest {

    @TempDir
    private Path folder = Path.of("");

    @Test
    void isDeletedAtTheStartAfterAKilledWarmUp() throws Exception {
        try (DataDirectory data = DataDirectory.open(folder)) {
            try (RunningBroker killed = Brokers.run(data)) {
                assertThat(killed.client().scratchQueue()).isPresent();
                assertThat(queues(killed.broker())).contains("sealpost.warm-up");
            }

            Broker started = new BrokerConfiguration()
                    .broker(
                            Brokers.settings("core-port=0", "amqp-port=0"),
                            new HomeSettings(Brokers.home(), folder),
                            data,
                            new FatalErrorHandler(exitCode -> {}),
                            message -> Optional.empty(),
                            Backgrounds.plain());

            assertThat(queues((EmbeddedBroker) started)).doesNotContain("sealpost.warm-up");
            ((EmbeddedBroker) started).stop();
        }
    }

    private static String[] queues(EmbeddedBroker broker) {
        return broker.server().getActiveMQServerControl().getQueueNames();
    }
}
