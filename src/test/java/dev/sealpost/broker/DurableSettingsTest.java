package dev.sealpost.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealpost.node.DataDirectory;
import dev.sealpost.node.FatalErrorHandler;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DurableSettingsTest {

    private static final BrokerSettings SETTINGS = Brokers.settings("core-port=0", "amqp-port=0");

    @Test
    void takesTheBrokerAsItComes(@TempDir Path folder) throws Exception {
        try (DataDirectory data = DataDirectory.open(folder)) {
            EmbeddedBroker broker = new EmbeddedBroker(
                    SETTINGS,
                    Brokers.ownFile(),
                    data,
                    new FatalErrorHandler(exitCode -> {}),
                    message -> Optional.empty());
            assertThatCode(broker::start).doesNotThrowAnyException();
            broker.stop();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "<persistence-enabled>true,           <persistence-enabled>false,           persistence-enabled is false",
        "<security-enabled>true,              <security-enabled>false,              security-enabled is false",
        "<journal-datasync>true,              <journal-datasync>false,              journal-datasync is false",
        "<journal-sync-transactional>true,    <journal-sync-transactional>false,    journal-sync-transactional is false",
        "<journal-sync-non-transactional>true,<journal-sync-non-transactional>false,journal-sync-non-transactional is false",
        "<journal-type>NIO</journal-type>,    <large-message-sync>false</large-message-sync>, large-message-sync is false",
        "<max-delivery-attempts>-1,           <max-delivery-attempts>10,            events max-delivery-attempts is 10",
        "<address-full-policy>PAGE,           <address-full-policy>DROP,            events address-full-policy is DROP",
        "<address-full-policy>PAGE,           <address-full-policy>BLOCK,           events address-full-policy is BLOCK",
        "<disk-full-policy>FAIL,              <disk-full-policy>BLOCK,              events disk-full-policy is BLOCK",
        "<no-expiry>true,                     <no-expiry>false,                     events no-expiry is false",
        "<dead-letter-address>events.dead,    <dead-letter-address>elsewhere,       events dead-letter-address is elsewhere",
        "<queue name=\"events.dead\" />,      '',                                   events.dead queue is durable is false",
        "<queue name=\"events\" />,           <queue name=\"events\"><durable>false</durable></queue>, events queue is durable is false",
    })
    void refusesABrokerThatCouldLoseEvents(String kept, String weakened, String complaint, @TempDir Path folder)
            throws Exception {
        String text = Brokers.withShortJournal(Brokers.ownText());
        assertThat(text).contains(kept);
        URL file = Files.writeString(folder.resolve("broker.xml"), text.replace(kept, weakened))
                .toUri()
                .toURL();
        try (DataDirectory data = DataDirectory.open(folder.resolve("data"))) {
            EmbeddedBroker broker = new EmbeddedBroker(
                    SETTINGS, file, data, new FatalErrorHandler(exitCode -> {}), message -> Optional.empty());

            try {
                assertThatThrownBy(broker::start)
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining(complaint)
                        .hasMessageContaining("broker.xml");
            } finally {
                broker.stop();
            }
        }
    }
}
