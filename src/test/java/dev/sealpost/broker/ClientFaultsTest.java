package dev.sealpost.broker;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.sealpost.broker.guard.Addresses;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;

/** Fault 55, with the broker itself, so that a new version with other codes is noticed. */
class ClientFaultsTest {

    @RegisterExtension
    static final OpenBroker BROKER = new OpenBroker();

    private final Logger artemis = (Logger) LoggerFactory.getLogger("org.apache.activemq");
    private final Appender written = new Appender();
    private final Appender unfiltered = new Appender();

    private static final class Appender extends ListAppender<ILoggingEvent> {

        Appender() {
            list = new CopyOnWriteArrayList<>();
        }

        List<String> warnings() {
            return list.stream()
                    .filter(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
                    .map(ILoggingEvent::getFormattedMessage)
                    .toList();
        }
    }

    @BeforeEach
    void listen() {
        written.addFilter(new ClientFaults());
        Stream.of(written, unfiltered).forEach(each -> {
            each.start();
            artemis.addAppender(each);
        });
    }

    @AfterEach
    void stop() {
        artemis.detachAppender(written);
        artemis.detachAppender(unfiltered);
    }

    @Test
    void leavesOutAClientThatHasGoneOrWasToldItself() throws Exception {
        BROKER.strangers.stomp().close();
        new AmqpClient(BROKER.strangers.port(Protocol.AMQP), Strangers.PRODUCER, Strangers.PASSWORD, Addresses.EVENTS)
                .close();
        try (StompClient stomp = BROKER.strangers.stomp()) {
            assertThat(stomp.ask("SEND", Map.of("destination", Addresses.DEAD, "receipt", "r1"), "x"))
                    .startsWith("ERROR");
        }
        Awaitility.await()
                .atMost(OpenBroker.PATIENCE)
                .untilAsserted(() -> assertThat(unfiltered.warnings())
                        .anyMatch(warning -> warning.startsWith("AMQ332069"))
                        .anyMatch(warning -> warning.startsWith("AMQ212037: AMQP"))
                        .anyMatch(warning -> warning.startsWith("AMQ222067"))
                        .anyMatch(warning -> warning.startsWith("AMQ222107")));

        assertThat(written.warnings()).isEmpty();
    }

    @Test
    void leavesInWhatTheBrokerItselfLacks() {
        artemis.warn("AMQ222999: something else");
        artemis.error("AMQ222107: not a warning");

        assertThat(written.warnings()).containsExactly("AMQ222999: something else", "AMQ222107: not a warning");
    }
}
