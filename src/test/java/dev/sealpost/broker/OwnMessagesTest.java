package dev.sealpost.broker;

import static dev.sealpost.broker.OpenBroker.PATIENCE;
import static dev.sealpost.broker.Strangers.send;
import static dev.sealpost.broker.TestMessages.aMessage;
import static dev.sealpost.broker.TestMessages.random;
import static dev.sealpost.broker.TestMessages.receive;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.broker.guard.Addresses;
import dev.sealpost.broker.message.MessageBody;
import dev.sealpost.broker.message.MessageConsumer;
import dev.sealpost.broker.message.OutgoingMessage;
import dev.sealpost.broker.message.OutgoingMessage.Body;
import dev.sealpost.broker.message.ReceivedMessage;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages that this node sends to itself and receives again. */
@Timeout(120)
class OwnMessagesTest {

    @RegisterExtension
    static final OpenBroker BROKER = new OpenBroker();

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 99 * 1024, 101 * 1024, 1024 * 1024})
    void bringsOurOwnMessagesBackByteForByte(int size) {
        byte[] body = random(size);
        MessageConsumer consumer = BROKER.client().consume(Addresses.EVENTS);

        BROKER.client().send(Addresses.EVENTS, aMessage(body));

        ReceivedMessage received = receive(consumer);
        assertThat(((MessageBody.Bytes) received.body()).bytes()).isEqualTo(body);
        assertThat(received.property("name")).contains("value");
        assertThat(received.property("other")).isEmpty();
        assertThat(received.sentAt()).isPresent();
    }

    @Test
    void sendsAStreamOfAnySize() throws Exception {
        byte[] bytes = random(3 * 1024 * 1024);
        MessageConsumer consumer = BROKER.client().consume(Addresses.PARKED);
        try (InputStream stream = new ByteArrayInputStream(bytes)) {
            BROKER.client().send(Addresses.PARKED, new OutgoingMessage(Map.of(), new Body.Stream(stream)));
        }

        MessageBody.TooLarge body = (MessageBody.TooLarge) receive(consumer).body();

        assertThat(body.file()).hasBinaryContent(bytes);
        Files.delete(body.file());
    }

    @Test
    void givesAMessageOutAgainThatCouldNotBeKeptInAFile() throws Exception {
        Path spool = BROKER.data().resolve("spool");
        byte[] large = random(3 * 1024 * 1024);
        MessageConsumer consumer = BROKER.client().consume(Addresses.EVENTS, Duration.ofMillis(200));
        Files.delete(spool);
        BROKER.client().send(Addresses.EVENTS, aMessage(large));
        BROKER.client().send(Addresses.EVENTS, aMessage(random(3)));

        ReceivedMessage other = awaitMessage(consumer);
        assertThat(((MessageBody.Bytes) other.body()).bytes()).isEqualTo(random(3));
        Files.createDirectory(spool);
        other.acknowledge();

        MessageBody.TooLarge body =
                (MessageBody.TooLarge) awaitMessage(consumer).body();
        assertThat(body.file()).hasBinaryContent(large);
        assertThat(consumer.receive(Duration.ofMillis(300))).isEmpty();
        Files.delete(body.file());
    }

    @Test
    void givesBackOnlyWhatCouldNotBeDealtWith() {
        MessageConsumer consumer = BROKER.client().consume(Addresses.EVENTS, Duration.ofMillis(100));
        for (int size : new int[] {1, 2, 3}) {
            BROKER.client().send(Addresses.EVENTS, aMessage(random(size)));
        }
        ReceivedMessage done = receive(consumer);
        ReceivedMessage notYet = receive(consumer);
        ReceivedMessage underWay = receive(consumer);

        notYet.giveBack();
        done.acknowledge();

        // As long as another one is out, nothing goes back: it would come a second time.
        assertThat(consumer.receive(Duration.ofMillis(500))).isEmpty();
        underWay.acknowledge();
        ReceivedMessage again = awaitMessage(consumer);
        assertThat(again.id()).isEqualTo(notYet.id());
        again.acknowledge();
        Awaitility.await().atMost(PATIENCE).until(() -> BROKER.count(Addresses.EVENTS) == 0);
    }

    private static ReceivedMessage awaitMessage(MessageConsumer consumer) {
        return Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> consumer.receive(Duration.ofMillis(100)), Optional::isPresent)
                .orElseThrow();
    }

    /** Artemis' own notifications have no reader; they must not pile up where operators look for lost events. */
    @Test
    void countsNothingAsDeadThatWasNoEvent() throws Exception {
        BROKER.asSealpost(Protocol.CORE, session -> send(session, "events", session.createTextMessage("x")));
        BROKER.asSealpost(Protocol.AMQP, session -> send(session, "events", session.createTextMessage("x")));
        BROKER.client().consume(Addresses.EVENTS).close();

        assertThat(BROKER.count(Addresses.DEAD)).isZero();
    }
}
