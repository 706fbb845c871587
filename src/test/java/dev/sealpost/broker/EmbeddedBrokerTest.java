package dev.sealpost.broker;

import static dev.sealpost.broker.OpenBroker.PATIENCE;
import static dev.sealpost.broker.Strangers.send;
import static dev.sealpost.broker.TestMessages.aMessage;
import static dev.sealpost.broker.TestMessages.random;
import static dev.sealpost.broker.TestMessages.receive;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealpost.broker.guard.Addresses;
import dev.sealpost.broker.message.BrokerUnavailableException;
import dev.sealpost.broker.message.MessageBody;
import dev.sealpost.broker.message.MessageConsumer;
import dev.sealpost.broker.message.ReceivedMessage;
import dev.sealpost.node.FatalErrorHandler;
import jakarta.jms.JMSException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The embedded broker from its start to its end. */
class EmbeddedBrokerTest {

    @RegisterExtension
    final OpenBroker broker = new OpenBroker();

    @Test
    void givesWhatWasNotAcknowledgedOutAgainAfterARestartUnderTheSameId() throws Exception {
        MessageConsumer consumer = broker.client().consume(Addresses.EVENTS);
        broker.client().send(Addresses.EVENTS, aMessage(random(1)));
        broker.client().send(Addresses.EVENTS, aMessage(random(200 * 1024)));
        broker.client().send(Addresses.EVENTS, aMessage(random(3)));
        long first = receive(consumer).id();
        long second = receive(consumer).id();
        receive(consumer).acknowledge();
        String node = broker.embedded().nodeId();
        Awaitility.await().atMost(PATIENCE).until(() -> broker.count(Addresses.EVENTS) == 2);

        broker.restart();

        MessageConsumer again = broker.client().consume(Addresses.EVENTS);
        assertThat(broker.embedded().nodeId()).isEqualTo(node);
        assertThat(receive(again).id()).isEqualTo(first);
        ReceivedMessage large = receive(again);
        assertThat(large.id()).isEqualTo(second);
        assertThat(((MessageBody.Bytes) large.body()).bytes()).isEqualTo(random(200 * 1024));
        assertThat(again.receive(Duration.ZERO)).isEmpty();
    }

    @Test
    void refusesEveryoneWhenTheDiskIsNearlyFullAndKeepsWhatItHas() throws Exception {
        broker.client().send(Addresses.EVENTS, aMessage(random(3)));
        broker.restart("minimum-free-disk=4000TB");
        assertThat(broker.embedded().isNearlyFull()).isTrue();

        for (Protocol protocol : List.of(Protocol.CORE, Protocol.AMQP)) {
            Awaitility.await()
                    .atMost(PATIENCE)
                    .untilAsserted(() -> assertThatThrownBy(() -> broker.asSealpost(
                                    protocol, session -> send(session, "events", session.createTextMessage("x"))))
                            .as("over %s", protocol)
                            .isInstanceOf(JMSException.class));
        }
        assertThatThrownBy(() -> broker.client().send(Addresses.EVENTS, aMessage(random(3))))
                .isInstanceOf(BrokerUnavailableException.class);
        MessageConsumer consumer = broker.client().consume(Addresses.EVENTS);
        assertThat(((MessageBody.Bytes) receive(consumer).body()).bytes()).isEqualTo(random(3));
    }

    @Test
    void clearsWhatACrashLeftInTheFolderForLargeMessages() throws Exception {
        Path left = Files.createFile(broker.data().resolve("spool").resolve("sealpost-1.message"));

        broker.restart();

        assertThat(left).doesNotExist();
    }

    @Test
    void saysWhichPortIsTakenAndWhatToDoAboutIt() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();
            EmbeddedBroker second = Brokers.with(Brokers.settings("core-port=" + port, "amqp-port=0"), broker.data());

            assertThatThrownBy(second::start)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("127.0.0.1:" + port)
                    .hasMessageContaining("SEALPOST_BROKER_CORE_PORT");
        }
    }

    @Test
    void takesAPortThatWasJustInUse() throws Exception {
        broker.asSealpost(Protocol.CORE, session -> send(session, "events", session.createTextMessage("x")));

        broker.restart();

        broker.asSealpost(Protocol.CORE, session -> send(session, "events", session.createTextMessage("y")));
        assertThat(broker.count(Addresses.EVENTS)).isEqualTo(2);
    }

    @Test
    void endsTheProcessWhenTheJournalCannotBeWritten() {
        broker.embedded()
                .server()
                .getIoCriticalErrorListener()
                .onIOException(new IOException("bad sector"), "cannot write", "j-1");

        assertThat(broker.exitCodes).containsExactly(FatalErrorHandler.Cause.DISK.exitCode());
        Awaitility.await().atMost(PATIENCE).until(() -> !broker.embedded().isActive());
    }

    @Test
    void endsTheProcessWhenTheBrokerStopsByItself() throws Exception {
        broker.embedded().server().stop();

        assertThat(broker.exitCodes).containsExactly(FatalErrorHandler.Cause.SOFTWARE.exitCode());
        assertThat(broker.embedded().isActive()).isFalse();
    }

    @Test
    void endsNothingWhenItIsStopped() throws Exception {
        broker.embedded().stop();

        assertThat(broker.exitCodes).isEmpty();
        broker.embedded().start();
    }

    @Test
    void isNotActiveOnceItIsStopped() throws Exception {
        assertThat(broker.embedded().isActive()).isTrue();

        broker.embedded().stop();

        assertThat(broker.embedded().isActive()).isFalse();
        assertThatThrownBy(() -> broker.client().send(Addresses.EVENTS, aMessage(random(3))))
                .isInstanceOf(BrokerUnavailableException.class);
        broker.embedded().start();
    }
}
