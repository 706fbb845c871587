package dev.sealpost.broker;

import static dev.sealpost.broker.OpenBroker.text;
import static dev.sealpost.broker.Strangers.PASSWORD;
import static dev.sealpost.broker.Strangers.PRODUCER;
import static dev.sealpost.broker.Strangers.send;
import static dev.sealpost.broker.TestMessages.aMessage;
import static dev.sealpost.broker.TestMessages.random;
import static dev.sealpost.broker.TestMessages.receive;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.broker.guard.Addresses;
import dev.sealpost.broker.message.MessageBody;
import dev.sealpost.broker.message.MessageConsumer;
import dev.sealpost.broker.message.ReceivedMessage;
import jakarta.jms.BytesMessage;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever a body of a stranger is: it arrives the same, or it is said what it is. */
@Timeout(120)
class StrangersBodiesTest {

    @RegisterExtension
    static final OpenBroker BROKER = new OpenBroker();

    private static final Strangers STRANGERS = BROKER.strangers;

    @ParameterizedTest
    @EnumSource(names = {"CORE", "AMQP"})
    void takesBytesAndTextOfEverySizeFromStrangers(Protocol protocol) throws Exception {
        MessageConsumer consumer = BROKER.client().consume(Addresses.EVENTS);
        for (int size : new int[] {0, 10, 99 * 1024, 101 * 1024, 1024 * 1024}) {
            byte[] bytes = random(size);
            BROKER.asSealpost(protocol, session -> {
                BytesMessage message = session.createBytesMessage();
                message.writeBytes(bytes);
                message.setStringProperty("name", "value");
                send(session, "events", message);
            });
            ReceivedMessage received = receive(consumer);
            assertThat(((MessageBody.Bytes) received.body()).bytes())
                    .as("%s bytes over %s", size, protocol)
                    .isEqualTo(bytes);
            assertThat(received.property("name")).contains("value");
            received.acknowledge();

            for (String text : List.of("x".repeat(size), "ä€😀\"".repeat(size / 10))) {
                BROKER.asSealpost(protocol, session -> send(session, "events", session.createTextMessage(text)));
                ReceivedMessage receivedText = receive(consumer);
                assertThat(receivedText.body())
                        .as("text of %s bytes over %s", size, protocol)
                        .isInstanceOfSatisfying(
                                MessageBody.Bytes.class,
                                body -> assertThat(new String(body.bytes(), StandardCharsets.UTF_8))
                                        .isEqualTo(text));
                receivedText.acknowledge();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"CORE", "AMQP"})
    void takesATextForTooLargeByItsBytesInUtf8(Protocol protocol) throws Exception {
        MessageConsumer consumer = BROKER.client().consume(Addresses.EVENTS);
        String text = "€".repeat(500_000);
        BROKER.asSealpost(protocol, session -> send(session, "events", session.createTextMessage(text)));

        MessageBody.TooLarge tooLarge = (MessageBody.TooLarge) receive(consumer).body();

        assertThat(tooLarge.file()).hasSize(tooLarge.size());
        Files.delete(tooLarge.file());
    }

    @ParameterizedTest
    @EnumSource(names = {"CORE", "AMQP"})
    void keepsWhatIsTooLargeInAFile(Protocol protocol) throws Exception {
        byte[] bytes = random(3 * 1024 * 1024);
        MessageConsumer consumer = BROKER.client().consume(Addresses.EVENTS);
        BROKER.asSealpost(protocol, session -> {
            BytesMessage message = session.createBytesMessage();
            message.writeBytes(bytes);
            send(session, "events", message);
        });

        MessageBody.TooLarge tooLarge = (MessageBody.TooLarge) receive(consumer).body();

        assertThat(tooLarge.size()).isEqualTo(bytes.length);
        assertThat(tooLarge.file()).hasBinaryContent(bytes);
        Files.delete(tooLarge.file());
    }

    @ParameterizedTest
    @EnumSource(names = {"CORE", "AMQP"})
    void saysWhatKindOfMessageHasNoPlainBody(Protocol protocol) throws Exception {
        MessageConsumer consumer = BROKER.client().consume(Addresses.EVENTS);
        BROKER.asSealpost(protocol, session -> {
            var map = session.createMapMessage();
            map.setString("a", "b");
            send(session, "events", map);
            var stream = session.createStreamMessage();
            stream.writeString("a");
            send(session, "events", stream);
            send(session, "events", session.createObjectMessage("a"));
            send(session, "events", session.createTextMessage("after"));
        });

        List<String> kinds = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            kinds.add(receive(consumer).body() instanceof MessageBody.NotBytes notBytes ? notBytes.kind() : "bytes");
        }
        assertThat(kinds).containsExactly("map", "stream", "object");
        assertThat(receive(consumer).body()).isInstanceOf(MessageBody.Bytes.class);
    }

    /** UTF-8 has no bytes for half of a surrogate pair; a question mark in its place would be another text. */
    @Test
    void saysThatATextHasHalfASurrogatePair() throws Exception {
        BROKER.asSealpost(Protocol.CORE, session -> send(session, "events", session.createTextMessage("\"\uD83D\"")));

        assertThat(BROKER.take(Addresses.EVENTS).body())
                .isInstanceOfSatisfying(
                        MessageBody.NotBytes.class,
                        body -> assertThat(body.kind()).contains("unpaired surrogate"));
    }

    /** Artemis would read it as a text, and write U+FFFD for what is none. */
    @Test
    void keepsTheBytesOfAStompFrameThatDoesNotSayHowManyItHas() throws Exception {
        byte[] body = {'"', (byte) 0xE9, (byte) 0xFF, '"'};
        try (StompClient stomp = STRANGERS.stomp()) {
            stomp.send("SEND\ndestination:events\nreceipt:r1\n\n".getBytes(StandardCharsets.UTF_8));
            stomp.send(body);
            stomp.send(new byte[] {0});
            assertThat(stomp.read()).startsWith("RECEIPT");
        }

        assertThat(((MessageBody.Bytes) BROKER.take(Addresses.EVENTS).body()).bytes())
                .isEqualTo(body);
    }

    /** A text message whose bytes are no text: any core client can send one. */
    @Test
    void survivesABodyThatIsNotWhatItsTypeSays() throws Exception {
        MessageConsumer consumer = BROKER.client().consume(Addresses.EVENTS);
        var locator = org.apache.activemq.artemis.api.core.client.ActiveMQClient.createServerLocator(
                "tcp://127.0.0.1:" + STRANGERS.port(Protocol.CORE));
        try (locator;
                var factory = locator.createSessionFactory();
                var session = factory.createSession(PRODUCER, PASSWORD, false, true, true, false, 1);
                var producer = session.createProducer("events")) {
            for (byte[] garbage : Stream.of(
                            new byte[] {1, 127, 127, 127, 127, 1, 2},
                            new byte[] {1},
                            new byte[] {1, -1, -1, -1, -1},
                            new byte[] {7, 0, 0})
                    .toList()) {
                var message = session.createMessage(org.apache.activemq.artemis.api.core.Message.TEXT_TYPE, true);
                message.getBodyBuffer().writeBytes(garbage);
                producer.send(message);
            }
        }
        BROKER.client().send(Addresses.EVENTS, aMessage(random(5)));

        for (int i = 0; i < 4; i++) {
            assertThat(receive(consumer).body()).isNotNull();
        }
        assertThat(((MessageBody.Bytes) receive(consumer).body()).bytes()).isEqualTo(random(5));
    }

    @ParameterizedTest
    @EnumSource(names = {"CORE", "AMQP"})
    void refusesALargeMessageThatNobodyAskedToKeep(Protocol protocol) throws Exception {
        STRANGERS.overJms(protocol, session -> {
            BytesMessage message = session.createBytesMessage();
            message.writeBytes(new byte[600 * 1024]);
            MessageProducer producer = session.createProducer(session.createQueue(Addresses.EVENTS));
            producer.setDeliveryMode(DeliveryMode.PERSISTENT);
            producer.send(message);
            producer.setDeliveryMode(DeliveryMode.NON_PERSISTENT);
            try {
                producer.send(message);
            } catch (JMSException e) {
                assertThat(e).hasMessageContaining("persistent");
            }
        });

        assertThat(((MessageBody.Bytes) BROKER.take(Addresses.EVENTS).body()).bytes())
                .hasSize(600 * 1024);
    }
}
