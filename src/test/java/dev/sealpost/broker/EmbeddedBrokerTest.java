package dev.sealpost.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealpost.broker.OutgoingMessage.Body;
import dev.sealpost.home.Breakdown;
import dev.sealpost.home.DataDirectory;
import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;

class EmbeddedBrokerTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final List<Integer> exitCodes = new CopyOnWriteArrayList<>();
    private DataDirectory data;
    private EmbeddedBroker broker;
    private BrokerClient client;
    private int corePort;
    private int amqpPort;

    /** Ways for strangers to send. */
    enum Protocol {
        CORE {
            @Override
            ConnectionFactory factory(int corePort, int amqpPort) {
                return new ActiveMQConnectionFactory("tcp://127.0.0.1:" + corePort + "?callTimeout=3000");
            }
        },
        AMQP {
            @Override
            ConnectionFactory factory(int corePort, int amqpPort) {
                return new JmsConnectionFactory("amqp://127.0.0.1:" + amqpPort + "?jms.sendTimeout=3000");
            }
        };

        abstract ConnectionFactory factory(int corePort, int amqpPort);
    }

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        data = DataDirectory.open(folder);
        corePort = freePort();
        amqpPort = freePort();
        broker = Brokers.with(settings(DataSize.ofMegabytes(1)), data, new Breakdown(exitCodes::add));
        broker.start();
        client = BrokerClient.connect(broker, PATIENCE, Spool.prepared(data.resolve("spool")));
    }

    private BrokerSettings settings(DataSize minimumFreeDisk) {
        return Brokers.settings(
                "core-port=" + corePort,
                "amqp-port=" + amqpPort,
                "minimum-free-disk=" + minimumFreeDisk.toBytes() + "B",
                "send-timeout=20s");
    }

    private static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void restart(DataSize minimumFreeDisk) throws Exception {
        client.close();
        broker.stop();
        broker = Brokers.with(settings(minimumFreeDisk), data);
        broker.start();
        client = BrokerClient.connect(broker, PATIENCE, Spool.prepared(data.resolve("spool")));
    }

    @AfterEach
    void stop() throws Exception {
        client.close();
        broker.stop();
        data.close();
    }

    private static OutgoingMessage aMessage(byte[] body) {
        return new OutgoingMessage(Map.of("name", "value"), new Body.Bytes(body));
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    private ReceivedMessage receive(MessageConsumer consumer) {
        return consumer.receive(PATIENCE).orElseThrow();
    }

    /** What a producer outside this process does in a session of its own. */
    private interface Work {
        void with(Session session) throws JMSException;
    }

    private void as(String password, Protocol protocol, Work work) throws JMSException {
        try (Connection connection =
                protocol.factory(corePort, amqpPort).createConnection(EmbeddedBroker.USER, password)) {
            connection.start();
            work.with(connection.createSession(false, Session.AUTO_ACKNOWLEDGE));
        }
    }

    private String password() {
        return data.secret(EmbeddedBroker.PASSWORD_FILE);
    }

    private static void send(Session session, String queue, Message message) throws JMSException {
        MessageProducer producer = session.createProducer(session.createQueue(queue));
        producer.setDeliveryMode(DeliveryMode.PERSISTENT);
        producer.send(message);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 99 * 1024, 101 * 1024, 1024 * 1024})
    void bringsOurOwnMessagesBackByteForByte(int size) {
        byte[] body = random(size);
        MessageConsumer consumer = client.consume(Addresses.EVENTS);

        client.send(Addresses.EVENTS, aMessage(body));

        ReceivedMessage received = receive(consumer);
        assertThat(((MessageBody.Bytes) received.body()).bytes()).isEqualTo(body);
        assertThat(received.property("name")).contains("value");
        assertThat(received.property("other")).isEmpty();
        assertThat(received.sentAt()).isPresent();
    }

    @ParameterizedTest
    @EnumSource
    void takesBytesAndTextOfEverySizeFromStrangers(Protocol protocol) throws Exception {
        MessageConsumer consumer = client.consume(Addresses.EVENTS);
        for (int size : new int[] {0, 10, 99 * 1024, 101 * 1024, 1024 * 1024}) {
            byte[] bytes = random(size);
            as(password(), protocol, session -> {
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
                as(password(), protocol, session -> send(session, "events", session.createTextMessage(text)));
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
    @EnumSource
    void takesATextForTooLargeByItsBytesInUtf8(Protocol protocol) throws Exception {
        MessageConsumer consumer = client.consume(Addresses.EVENTS);
        String text = "€".repeat(500_000);
        as(password(), protocol, session -> send(session, "events", session.createTextMessage(text)));

        MessageBody.TooLarge tooLarge = (MessageBody.TooLarge) receive(consumer).body();

        assertThat(tooLarge.file()).hasSize(tooLarge.size());
        Files.delete(tooLarge.file());
    }

    @ParameterizedTest
    @EnumSource
    void keepsWhatIsTooLargeInAFile(Protocol protocol) throws Exception {
        byte[] bytes = random(3 * 1024 * 1024);
        MessageConsumer consumer = client.consume(Addresses.EVENTS);
        as(password(), protocol, session -> {
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
    @EnumSource
    void saysWhatKindOfMessageHasNoPlainBody(Protocol protocol) throws Exception {
        MessageConsumer consumer = client.consume(Addresses.EVENTS);
        as(password(), protocol, session -> {
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

    /** A text message whose bytes are no text: any core client can send one. */
    @Test
    void survivesABodyThatIsNotWhatItsTypeSays() throws Exception {
        MessageConsumer consumer = client.consume(Addresses.EVENTS);
        var locator = org.apache.activemq.artemis.api.core.client.ActiveMQClient.createServerLocator(
                "tcp://127.0.0.1:" + corePort);
        try (locator;
                var factory = locator.createSessionFactory();
                var session = factory.createSession(EmbeddedBroker.USER, password(), false, true, true, false, 1);
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
        client.send(Addresses.EVENTS, aMessage(random(5)));

        for (int i = 0; i < 4; i++) {
            assertThat(receive(consumer).body()).isNotNull();
        }
        assertThat(((MessageBody.Bytes) receive(consumer).body()).bytes()).isEqualTo(random(5));
    }

    @ParameterizedTest
    @EnumSource
    void refusesAWrongPassword(Protocol protocol) {
        assertThatThrownBy(() -> as("wrong", protocol, session -> {})).isInstanceOf(JMSException.class);
    }

    @ParameterizedTest
    @EnumSource
    void letsProducersDoNothingButSendEvents(Protocol protocol) throws Exception {
        for (String queue : List.of("events.parked", "events.dead", "elsewhere", "activemq.management")) {
            assertThatThrownBy(() ->
                            as(password(), protocol, session -> send(session, queue, session.createTextMessage("x"))))
                    .as("sending to %s", queue)
                    .isInstanceOf(JMSException.class);
        }
        assertThatThrownBy(() ->
                        as(password(), protocol, session -> session.createConsumer(session.createQueue("events"))))
                .isInstanceOf(JMSException.class);
        as(password(), protocol, session -> send(session, "events", session.createTextMessage("x")));
        assertThat(broker.count(Addresses.EVENTS)).isEqualTo(1);
    }

    @Test
    void letsAnOperatorEmptyTheParkingQueue() throws Exception {
        client.send(Addresses.PARKED, aMessage(random(3)));

        as(
                password(),
                Protocol.CORE,
                session -> assertThat(session.createConsumer(session.createQueue("events.parked"))
                                .receive(PATIENCE.toMillis()))
                        .isNotNull());
    }

    @Test
    void givesWhatWasNotAcknowledgedOutAgainAfterARestartUnderTheSameId() throws Exception {
        MessageConsumer consumer = client.consume(Addresses.EVENTS);
        client.send(Addresses.EVENTS, aMessage(random(1)));
        client.send(Addresses.EVENTS, aMessage(random(200 * 1024)));
        client.send(Addresses.EVENTS, aMessage(random(3)));
        long first = receive(consumer).id();
        long second = receive(consumer).id();
        receive(consumer).acknowledge();
        String node = broker.nodeId();
        Awaitility.await().atMost(PATIENCE).until(() -> broker.count(Addresses.EVENTS) == 2);

        restart(DataSize.ofMegabytes(1));

        MessageConsumer again = client.consume(Addresses.EVENTS);
        assertThat(broker.nodeId()).isEqualTo(node);
        assertThat(receive(again).id()).isEqualTo(first);
        ReceivedMessage large = receive(again);
        assertThat(large.id()).isEqualTo(second);
        assertThat(((MessageBody.Bytes) large.body()).bytes()).isEqualTo(random(200 * 1024));
        assertThat(again.receive(Duration.ZERO)).isEmpty();
    }

    @Test
    void sendsAStreamOfAnySize() throws Exception {
        byte[] bytes = random(3 * 1024 * 1024);
        MessageConsumer consumer = client.consume(Addresses.PARKED);
        try (InputStream stream = new ByteArrayInputStream(bytes)) {
            client.send(Addresses.PARKED, new OutgoingMessage(Map.of(), new Body.Stream(stream)));
        }

        MessageBody.TooLarge body = (MessageBody.TooLarge) receive(consumer).body();

        assertThat(body.file()).hasBinaryContent(bytes);
        Files.delete(body.file());
    }

    @Test
    void refusesEveryoneWhenTheDiskIsNearlyFullAndKeepsWhatItHas() throws Exception {
        client.send(Addresses.EVENTS, aMessage(random(3)));
        restart(DataSize.ofTerabytes(4_000));
        assertThat(broker.isNearlyFull()).isTrue();

        for (Protocol protocol : Protocol.values()) {
            Awaitility.await()
                    .atMost(PATIENCE)
                    .untilAsserted(() -> assertThatThrownBy(() -> as(
                                    password(),
                                    protocol,
                                    session -> send(session, "events", session.createTextMessage("x"))))
                            .as("over %s", protocol)
                            .isInstanceOf(JMSException.class));
        }
        assertThatThrownBy(() -> client.send(Addresses.EVENTS, aMessage(random(3))))
                .isInstanceOf(BrokerUnavailableException.class);
        MessageConsumer consumer = client.consume(Addresses.EVENTS);
        assertThat(((MessageBody.Bytes) receive(consumer).body()).bytes()).isEqualTo(random(3));
    }

    @Test
    void givesAMessageOutAgainThatCouldNotBeKeptInAFile() throws Exception {
        Path spool = data.resolve("spool");
        byte[] large = random(3 * 1024 * 1024);
        MessageConsumer consumer = client.consume(Addresses.EVENTS, Duration.ofMillis(200));
        Files.delete(spool);
        client.send(Addresses.EVENTS, aMessage(large));
        client.send(Addresses.EVENTS, aMessage(random(3)));

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
        MessageConsumer consumer = client.consume(Addresses.EVENTS, Duration.ofMillis(100));
        for (int size : new int[] {1, 2, 3}) {
            client.send(Addresses.EVENTS, aMessage(random(size)));
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
        Awaitility.await().atMost(PATIENCE).until(() -> broker.count(Addresses.EVENTS) == 0);
    }

    private static ReceivedMessage awaitMessage(MessageConsumer consumer) {
        return Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> consumer.receive(Duration.ofMillis(100)), Optional::isPresent)
                .orElseThrow();
    }

    @Test
    void clearsWhatACrashLeftInTheFolderForLargeMessages() throws Exception {
        Path left = Files.createFile(data.resolve("spool").resolve("sealpost-1.message"));

        restart(DataSize.ofMegabytes(1));

        assertThat(left).doesNotExist();
    }

    @Test
    void saysWhichPortIsTakenAndWhatToDoAboutIt() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();
            EmbeddedBroker second = Brokers.with(Brokers.settings("core-port=" + port, "amqp-port=0"), data);

            assertThatThrownBy(second::start)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("127.0.0.1:" + port)
                    .hasMessageContaining("SEALPOST_BROKER_CORE_PORT");
        }
    }

    @Test
    void takesAPortThatWasJustInUse() throws Exception {
        as(password(), Protocol.CORE, session -> send(session, "events", session.createTextMessage("x")));

        restart(DataSize.ofMegabytes(1));

        as(password(), Protocol.CORE, session -> send(session, "events", session.createTextMessage("y")));
        assertThat(broker.count(Addresses.EVENTS)).isEqualTo(2);
    }

    @Test
    void endsTheProcessWhenTheJournalCannotBeWritten() {
        broker.server()
                .getIoCriticalErrorListener()
                .onIOException(new IOException("bad sector"), "cannot write", "j-1");

        assertThat(exitCodes).containsExactly(Breakdown.Kind.DISK.exitCode());
        Awaitility.await().atMost(PATIENCE).until(() -> !broker.isActive());
    }

    @Test
    void endsTheProcessWhenTheBrokerStopsByItself() throws Exception {
        broker.server().stop();

        assertThat(exitCodes).containsExactly(Breakdown.Kind.SOFTWARE.exitCode());
        assertThat(broker.isActive()).isFalse();
    }

    @Test
    void endsNothingWhenItIsStopped() throws Exception {
        broker.stop();

        assertThat(exitCodes).isEmpty();
        broker.start();
    }

    /** Artemis' own notifications have no reader; they must not pile up where operators look for lost events. */
    @Test
    void countsNothingAsDeadThatWasNoEvent() throws Exception {
        as(password(), Protocol.CORE, session -> send(session, "events", session.createTextMessage("x")));
        as(password(), Protocol.AMQP, session -> send(session, "events", session.createTextMessage("x")));
        client.consume(Addresses.EVENTS).close();

        assertThat(broker.count(Addresses.DEAD)).isZero();
    }

    @Test
    void isNotActiveOnceItIsStopped() throws Exception {
        assertThat(broker.isActive()).isTrue();

        broker.stop();

        assertThat(broker.isActive()).isFalse();
        assertThatThrownBy(() -> client.send(Addresses.EVENTS, aMessage(random(3))))
                .isInstanceOf(BrokerUnavailableException.class);
        broker.start();
    }
}
