package dev.sealpost.broker.guard;

import static dev.sealpost.broker.OpenBroker.PATIENCE;
import static dev.sealpost.broker.OpenBroker.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.broker.AmqpClient;
import dev.sealpost.broker.AmqpTypes;
import dev.sealpost.broker.OpenBroker;
import dev.sealpost.broker.Protocol;
import dev.sealpost.broker.Strangers;
import dev.sealpost.broker.TestMessages;
import dev.sealpost.broker.message.MessageBody;
import dev.sealpost.broker.message.MessageConsumer;
import dev.sealpost.broker.message.ReceivedMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.UnknownDescribedType;
import org.apache.qpid.proton.amqp.messaging.Accepted;
import org.apache.qpid.proton.amqp.messaging.AmqpSequence;
import org.apache.qpid.proton.amqp.messaging.AmqpValue;
import org.apache.qpid.proton.amqp.messaging.ApplicationProperties;
import org.apache.qpid.proton.amqp.messaging.Data;
import org.apache.qpid.proton.amqp.messaging.DeliveryAnnotations;
import org.apache.qpid.proton.amqp.messaging.Footer;
import org.apache.qpid.proton.amqp.messaging.Header;
import org.apache.qpid.proton.amqp.messaging.Properties;
import org.apache.qpid.proton.amqp.messaging.Rejected;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Faults 1 and 5, of whole sections: none of a message of AMQP is lost without a word. */
@Timeout(60)
class AmqpSectionsTest {

    @RegisterExtension
    static final OpenBroker BROKER = new OpenBroker();

    private static AmqpClient client() throws Exception {
        return new AmqpClient(
                BROKER.strangers.port(Protocol.AMQP), Strangers.PRODUCER, Strangers.PASSWORD, Addresses.EVENTS);
    }

    private static Data data(String text) {
        return data(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Data data(byte[] bytes) {
        return new Data(new Binary(bytes));
    }

    private static ApplicationProperties named(String name) {
        return new ApplicationProperties(new HashMap<>(Map.of("name", name)));
    }

    private static Header durable() {
        Header header = new Header();
        header.setDurable(true);
        return header;
    }

    private static Properties json() {
        Properties properties = new Properties();
        properties.setContentType(Symbol.valueOf("application/json;charset=utf-8"));
        return properties;
    }

    private static Footer footer() {
        return new Footer(new HashMap<>(Map.of(Symbol.valueOf("a"), "b")));
    }

    private static Stream<List<Object>> bodiesOfData() {
        byte[] euro = "\"€\"".getBytes(StandardCharsets.UTF_8);
        return Stream.of(
                List.of(named("x"), data("\"€"), data("\"")),
                List.of(durable(), named("x"), data(""), data("\"€\""), data(""), footer()),
                List.of(
                        durable(),
                        new DeliveryAnnotations(new HashMap<>(Map.of(Symbol.valueOf("x-opt-a"), 1))),
                        json(),
                        named("x"),
                        // Within a character.
                        data(Arrays.copyOf(euro, 2)),
                        data(Arrays.copyOfRange(euro, 2, euro.length))));
    }

    @ParameterizedTest
    @MethodSource("bodiesOfData")
    void joinsABodyOfSeveralDataSections(List<Object> sections) throws Exception {
        try (AmqpClient amqp = client()) {
            assertThat(amqp.send(AmqpTypes.encoded(sections.toArray()))).isInstanceOf(Accepted.class);
        }

        ReceivedMessage received = BROKER.take(Addresses.EVENTS);

        assertThat(text(received)).isEqualTo("\"€\"");
        assertThat(received.property("name")).contains("x");
    }

    @Test
    void joinsDataOfManyFramesAndKeepsItSo() throws Exception {
        byte[] bytes = new byte[1024 * 1024];
        Arrays.fill(bytes, (byte) 'x');
        Arrays.fill(bytes, bytes.length / 2, bytes.length, (byte) 'y');
        try (AmqpClient amqp = client()) {
            assertThat(amqp.send(AmqpTypes.encoded(
                            durable(),
                            named("x"),
                            data(Arrays.copyOf(bytes, 300_000)),
                            data(Arrays.copyOfRange(bytes, 300_000, bytes.length)))))
                    .isInstanceOf(Accepted.class);
        }
        BROKER.restart();

        ReceivedMessage received = BROKER.take(Addresses.EVENTS);

        assertThat(((MessageBody.Bytes) received.body()).bytes()).isEqualTo(bytes);
    }

    private static Stream<Arguments> namesWhatItWouldSkip() {
        return Stream.of(
                Arguments.of("several sections", List.of(named("x"), new AmqpValue("first"), new AmqpValue("second"))),
                Arguments.of(
                        "several sections",
                        List.of(named("x"), new AmqpSequence(List.of("first")), new AmqpSequence(List.of("second")))),
                Arguments.of("several sections", List.of(named("x"), data("first"), new AmqpValue("second"))),
                Arguments.of("several sections", List.of(named("x"), new AmqpValue("first"), data("second"))),
                Arguments.of("not in the order", List.of(named("x"), data("first"), footer(), data("second"))),
                Arguments.of("not in the order", List.of(named("x"), data("first"), named("second"))),
                Arguments.of("not in the order", List.of(named("x"), named("second"), data("first"))),
                Arguments.of("not in the order", List.of(named("x"), durable(), data("first second"))),
                Arguments.of(
                        "AMQP 1.0 does not define",
                        List.of(named("x"), new UnknownDescribedType(Symbol.valueOf("a:b"), "first second"))),
                Arguments.of("AMQP 1.0 does not define", List.of(named("x"), data("first"), "second")));
    }

    @ParameterizedTest
    @MethodSource
    void namesWhatItWouldSkip(String reason, List<Object> sections) throws Exception {
        byte[] encoded = AmqpTypes.encoded(sections.toArray());
        try (AmqpClient amqp = client()) {
            assertThat(amqp.send(encoded))
                    .isInstanceOfSatisfying(
                            Rejected.class,
                            rejected -> assertThat(rejected.getError().getDescription())
                                    .contains(reason));
            assertThat(BROKER.count(Addresses.EVENTS)).isZero();

            amqp.sendSettled(encoded);
            BROKER.awaitCount(Addresses.EVENTS, 1);
        }

        ReceivedMessage received = BROKER.take(Addresses.EVENTS);

        assertThat(received.property(Addresses.UNREADABLE).orElseThrow()).contains(reason);
        assertThat(received.property("name")).contains("x");
        assertThat(text(received)).contains("second");
    }

    /** Such a message goes to a file as it comes. */
    @Test
    void refusesALargeBodyOfSeveralSections() throws Exception {
        byte[] encoded = AmqpTypes.encoded(durable(), named("x"), data("{}"), data(new byte[2 * 1024 * 1024]));
        try (AmqpClient amqp = client()) {
            assertThat(amqp.send(encoded))
                    .isInstanceOfSatisfying(
                            Rejected.class,
                            rejected -> assertThat(rejected.getError().getDescription())
                                    .contains("several sections"));

            amqp.sendSettled(encoded);
            BROKER.awaitCount(Addresses.EVENTS, 1);
        }
        BROKER.restart();

        assertThat(BROKER.take(Addresses.EVENTS).property(Addresses.UNREADABLE).orElseThrow())
                .contains("several sections");
    }

    /** Neither the broker nor the reading of the queue ends over bytes that are no message. */
    @Test
    void goesOnAfterBytesThatAreNoMessage() throws Exception {
        byte[] good = AmqpTypes.encoded(durable(), json(), named("x"), data("{}"), footer());
        for (int i = 0; i < good.length; i++) {
            for (int value : new int[] {0x40, 0xFF}) {
                byte[] bad = good.clone();
                bad[i] = (byte) value;
                sendAnyhow(bad);
            }
        }
        sendAnyhow(Arrays.copyOf(good, good.length / 2));

        MessageConsumer consumer = BROKER.client().consume(Addresses.EVENTS);
        BROKER.client().send(Addresses.EVENTS, TestMessages.aMessage("after".getBytes(StandardCharsets.UTF_8)));
        ReceivedMessage last;
        do {
            last = consumer.receive(PATIENCE).orElseThrow();
            last.acknowledge();
        } while (!(last.body() instanceof MessageBody.Bytes) || !text(last).equals("after"));
        consumer.close();
    }

    private static void sendAnyhow(byte[] bytes) throws Exception {
        try (AmqpClient amqp = client()) {
            amqp.send(bytes);
        } catch (IOException e) {
            // The broker has closed the connection over it.
        }
    }
}
