package dev.sealpost.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.sealpost.home.Breakdown;
import dev.sealpost.home.DataDirectory;
import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTStateManager;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.awaitility.Awaitility;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.MqttToken;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.UserProperty;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Strangers at each port of the embedded broker: what they send arrives the same, and more than that they may not. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProtocolsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int LIMIT = 1024 * 1024;
    private static final String PRODUCER = "shop";
    private static final String PASSWORD = "a shop's password";

    private final Map<String, Integer> ports = new LinkedHashMap<>();
    private DataDirectory data;
    private EmbeddedBroker broker;
    private BrokerClient client;

    private enum Protocol {
        CORE,
        AMQP,
        MQTT,
        STOMP;

        String key() {
            return name().toLowerCase(java.util.Locale.ROOT) + "-port";
        }
    }

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        data = DataDirectory.open(folder);
        for (Protocol protocol : Protocol.values()) {
            ports.put(protocol.key(), freePort());
        }
        startBroker();
    }

    private void startBroker() throws Exception {
        List<String> settings = new ArrayList<>(List.of(
                "clients.largest-frame=" + LIMIT + "B",
                "clients.connections=4",
                "producers." + PRODUCER + ".password=" + PASSWORD));
        ports.forEach((key, port) -> settings.add(key + "=" + port));
        broker = Brokers.with(Brokers.settings(settings.toArray(String[]::new)), data, new Breakdown(exitCode -> {}));
        broker.start();
        client = BrokerClient.connect(broker, PATIENCE, Spool.prepared(data.resolve("spool")));
    }

    private void restart() throws Exception {
        client.close();
        broker.stop();
        startBroker();
    }

    @AfterEach
    void empty() throws Exception {
        for (String queue : List.of(Addresses.EVENTS, Addresses.ORDERED)) {
            try (MessageConsumer consumer = client.consume(queue)) {
                while (broker.count(queue) > 0) {
                    consumer.receive(Duration.ofMillis(100)).ifPresent(ReceivedMessage::acknowledge);
                }
            }
        }
    }

    @AfterAll
    void stop() throws Exception {
        client.close();
        broker.stop();
        data.close();
    }

    private static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private int port(Protocol protocol) {
        return ports.getOrDefault(protocol.key(), 0);
    }

    private Socket socket(Protocol protocol) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port(protocol));
        socket.setSoTimeout((int) PATIENCE.toMillis());
        return socket;
    }

    private ConnectionFactory jms(Protocol protocol) {
        return protocol == Protocol.CORE
                ? new ActiveMQConnectionFactory("tcp://127.0.0.1:" + port(protocol) + "?callTimeout=3000")
                : new JmsConnectionFactory(
                        "amqp://127.0.0.1:" + port(protocol) + "?jms.sendTimeout=3000&jms.validatePropertyNames=false");
    }

    private interface Work {
        void with(Session session) throws JMSException;
    }

    private void overJms(Protocol protocol, Work work) throws JMSException {
        try (Connection connection = jms(protocol).createConnection(PRODUCER, PASSWORD)) {
            connection.start();
            work.with(connection.createSession(false, Session.AUTO_ACKNOWLEDGE));
        }
    }

    private interface MqttWork {
        void with(MqttClient client) throws Exception;
    }

    private void overMqtt(MqttWork work) throws Exception {
        MqttClient paho = mqtt(MqttClients.options(PRODUCER, PASSWORD));
        try {
            work.with(paho);
        } finally {
            MqttClients.end(paho);
        }
    }

    private MqttClient mqtt(MqttConnectionOptions options) throws MqttException {
        return MqttClients.connected("tcp://127.0.0.1:" + port(Protocol.MQTT), options);
    }

    private StompClient stomp() throws IOException {
        return StompClient.connected(socket(Protocol.STOMP), PRODUCER, PASSWORD);
    }

    private ReceivedMessage take(String queue) {
        return take(queue, 0);
    }

    private ReceivedMessage take(String queue, long left) {
        try (MessageConsumer consumer = client.consume(queue)) {
            ReceivedMessage message = consumer.receive(PATIENCE).orElseThrow();
            message.acknowledge();
            awaitCount(queue, left);
            return message;
        }
    }

    private void awaitCount(String queue, long count) {
        Awaitility.await().atMost(PATIENCE).until(() -> broker.count(queue) == count);
    }

    private static String text(ReceivedMessage message) {
        return new String(((MessageBody.Bytes) message.body()).bytes(), StandardCharsets.UTF_8);
    }

    /** Sends as its client does by itself, without a word about durability where the protocol has a default. */
    private void send(Protocol protocol, String address, String body, Map<String, String> properties) throws Exception {
        switch (protocol) {
            case CORE, AMQP ->
                overJms(protocol, session -> {
                    BytesMessage message = session.createBytesMessage();
                    message.writeBytes(body.getBytes(StandardCharsets.UTF_8));
                    for (var each : properties.entrySet()) {
                        message.setStringProperty(each.getKey(), each.getValue());
                    }
                    MessageProducer producer = session.createProducer(session.createQueue(address));
                    producer.setDeliveryMode(DeliveryMode.NON_PERSISTENT);
                    producer.send(message);
                });
            case MQTT ->
                overMqtt(paho -> paho.publish(address.replace('.', '/'), MqttClients.aMessage(0, body, properties)));
            case STOMP -> {
                Map<String, String> headers = new LinkedHashMap<>(Map.of("destination", address, "receipt", "r1"));
                headers.putAll(properties);
                try (StompClient stomp = stomp()) {
                    assertThat(stomp.ask("SEND", headers, body)).startsWith("RECEIPT\n");
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void keepsWhatNobodyAskedToKeepAndReadsItTheSame(Protocol protocol) throws Exception {
        String body = "{ \"n\": 1.10, \"text\": \"ä€😀\" }";
        String name = protocol == Protocol.CORE ? "a_b" : "a:b";
        for (String address : List.of(Addresses.EVENTS, Addresses.ORDERED)) {
            send(protocol, address, body, Map.of("sealpost_application", "shop", name, "c:d"));
            Awaitility.await().atMost(PATIENCE).until(() -> broker.count(address) == 1);
        }

        restart();

        for (String address : List.of(Addresses.EVENTS, Addresses.ORDERED)) {
            ReceivedMessage received = take(address);
            assertThat(text(received)).isEqualTo(body);
            assertThat(received.property("sealpost_application")).contains("shop");
            assertThat(received.property(name)).contains("c:d");
            assertThat(received.property("sealpost_type")).isEmpty();
            assertThat(received.hasProperties()).isTrue();
            assertThat(received.sentAt()).isPresent();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"CORE", "AMQP"})
    void refusesALargeMessageThatNobodyAskedToKeep(Protocol protocol) throws Exception {
        overJms(protocol, session -> {
            BytesMessage message = session.createBytesMessage();
            message.writeBytes(new byte[200 * 1024]);
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

        assertThat(((MessageBody.Bytes) take(Addresses.EVENTS).body()).bytes()).hasSize(200 * 1024);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void answersAnMqttClientOnceItsMessageIsOnDisk(int qos) throws Exception {
        overMqtt(paho -> {
            MqttMessage message = MqttClients.aMessage(qos, "x".repeat(300 * 1024), Map.of("name", "value"));
            message.getProperties().setContentType("text/plain");
            paho.publish("events", message);
        });

        assertThat(broker.count(Addresses.EVENTS)).isEqualTo(1);
        restart();
        ReceivedMessage received = take(Addresses.EVENTS);
        assertThat(text(received)).hasSize(300 * 1024);
        assertThat(received.contentType()).contains("text/plain");
        assertThat(received.property("name")).contains("value");
    }

    @Test
    void takesTheFirstOfAnMqttPropertyThatComesTwice() throws Exception {
        MqttProperties properties = MqttClients.properties(
                new UserProperty("name", "first"), new UserProperty("name", "second"), new UserProperty("a.b", "c"));
        overMqtt(paho -> paho.publish("events", new MqttMessage(new byte[0], 1, false, properties)));

        ReceivedMessage received = take(Addresses.EVENTS);

        assertThat(received.property("name")).contains("first");
        assertThat(received.property("a.b")).contains("c");
    }

    @Test
    void readsAMessageThatOnlySaysItIsOfMqtt() throws Exception {
        overJms(Protocol.AMQP, session -> {
            BytesMessage message = session.createBytesMessage();
            message.setBooleanProperty("mqtt.user.property.exists", true);
            session.createProducer(session.createQueue(Addresses.EVENTS)).send(message);
        });

        assertThat(take(Addresses.EVENTS).property("sealpost_type")).isEmpty();
    }

    @Test
    void saysThatAnMqttMessageOfMqtt3HasNoProperties() throws Exception {
        overMqtt(paho ->
                paho.publish("events", new MqttMessage("{}".getBytes(StandardCharsets.UTF_8), 1, false, null)));

        assertThat(take(Addresses.EVENTS).hasProperties()).isFalse();
    }

    @Test
    void sendsTheWillOfAClientThatIsGone() throws Exception {
        MqttConnectionOptions options = MqttClients.options(PRODUCER, PASSWORD);
        options.setWill("events", new MqttMessage("gone".getBytes(StandardCharsets.UTF_8), 1, false, null));
        MqttProperties will = MqttClients.properties(new UserProperty("sealpost_type", "device.gone"));
        options.setWillMessageProperties(will);
        MqttClient paho = mqtt(options);

        paho.disconnectForcibly(0, 0, false);

        Awaitility.await().atMost(PATIENCE).until(() -> broker.count(Addresses.EVENTS) == 1);
        ReceivedMessage received = take(Addresses.EVENTS);
        assertThat(text(received)).isEqualTo("gone");
        assertThat(received.property("sealpost_type")).contains("device.gone");
        paho.close(true);
    }

    /** Paho takes the flag away by itself, as the broker has said that it keeps no such messages. */
    @Test
    void refusesARetainedMessageAndKeepsNone() throws Exception {
        MqttConnectionOptions options = MqttClients.options(PRODUCER, PASSWORD);
        options.setWill("events", new MqttMessage(new byte[1], 1, true, null));
        assertThatThrownBy(() -> mqtt(options))
                .isInstanceOfSatisfying(
                        MqttException.class, e -> assertThat(e.getReasonCode()).isEqualTo(0x9A));

        overMqtt(paho -> paho.publish("events", new MqttMessage(new byte[1], 1, true, null)));
        try (Socket rude = socket(Protocol.MQTT)) {
            rude.getOutputStream().write(connect());
            InputStream answers = rude.getInputStream();
            assertThat(answers.read()).isEqualTo(0x20);
            answers.skipNBytes(answers.read());
            rude.getOutputStream().write(new byte[] {0x33, 12, 0, 6, 'e', 'v', 'e', 'n', 't', 's', 0, 1, 0, 'x'});
            assertThat(answers.readAllBytes()).startsWith(0xE0, 2, 0x9A, 0);
        }

        assertThat(broker.count(Addresses.EVENTS)).isEqualTo(1);
        assertThat(queues()).noneMatch(name -> name.contains("retain"));
    }

    /** CONNECT of MQTT 5 with a user and a password. */
    private static byte[] connect() {
        byte[] user = PRODUCER.getBytes(StandardCharsets.UTF_8);
        byte[] password = PASSWORD.getBytes(StandardCharsets.UTF_8);
        ByteBuffer body = ByteBuffer.allocate(100)
                .put(new byte[] {0, 4, 'M', 'Q', 'T', 'T', 5, (byte) 0xC2, 0, 60, 0, 0, 4, 'r', 'u', 'd', 'e'})
                .putShort((short) user.length)
                .put(user)
                .putShort((short) password.length)
                .put(password)
                .flip();
        return ByteBuffer.allocate(2 + body.limit())
                .put((byte) 0x10)
                .put((byte) body.limit())
                .put(body)
                .array();
    }

    private List<String> queues() {
        return Arrays.asList(broker.server().getActiveMQServerControl().getQueueNames());
    }

    @Test
    void forgetsAnMqttClientThatWantsToBeRemembered() throws Exception {
        for (int i = 0; i < 20; i++) {
            MqttConnectionOptions options = MqttClients.options(PRODUCER, PASSWORD);
            options.setCleanStart(false);
            options.setSessionExpiryInterval(0xFFFF_FFFFL);
            MqttClient paho = mqtt(options);
            paho.publish("events", MqttClients.aMessage(1, "x", Map.of()));
            paho.disconnect();
            paho.close(true);
        }

        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(
                                MQTTStateManager.getInstance(broker.server()).getSessionStates())
                        .isEmpty());
        assertThat(broker.count("$sys.mqtt.sessions")).isZero();
        assertThat(queues())
                .containsExactlyInAnyOrder(
                        "events", "events.ordered", "events.parked", "events.dead", "$sys.mqtt.sessions");
    }

    @ParameterizedTest
    @EnumSource(names = {"CORE", "AMQP"})
    void letsAProducerOfJmsSendEventsAndNothingElse(Protocol protocol) throws Exception {
        for (String queue : List.of("events.parked", "events.dead", "elsewhere", "activemq.management")) {
            assertRefused(() -> overJms(
                    protocol,
                    session ->
                            session.createProducer(session.createQueue(queue)).send(session.createTextMessage("x"))));
        }
        for (String queue : List.of("events", "events.ordered", "events.parked", "events.dead", "elsewhere")) {
            assertRefused(() -> overJms(protocol, session -> session.createConsumer(session.createQueue(queue))));
            assertRefused(() -> overJms(
                    protocol,
                    session -> session.createBrowser(session.createQueue(queue))
                            .getEnumeration()
                            .hasMoreElements()));
        }
        assertRefused(() -> overJms(protocol, Session::createTemporaryQueue));
        assertRefused(() -> overJms(
                protocol, session -> session.createDurableSubscriber(session.createTopic("events"), "subscription")));
        assertNothingHappened();
    }

    private static void assertRefused(org.assertj.core.api.ThrowableAssert.ThrowingCallable attempt) {
        assertThatThrownBy(attempt).isInstanceOf(JMSException.class);
    }

    private void assertNothingHappened() {
        assertThat(queues()).allMatch(name -> name.startsWith("events") || name.equals("$sys.mqtt.sessions"));
        assertThat(broker.count(Addresses.EVENTS)).isZero();
        assertThat(broker.count(Addresses.PARKED)).isZero();
        assertThat(broker.count(Addresses.DEAD)).isZero();
    }

    @Test
    void letsAProducerOfMqttSendEventsAndNothingElse() throws Exception {
        for (String topic :
                List.of("events/parked", "events/dead", "elsewhere", "$sys/mqtt/sessions", "activemq/management")) {
            overMqtt(paho -> {
                MqttToken answer = paho.getTopic(topic).publish(MqttClients.aMessage(1, "x", Map.of()));
                answer.waitForCompletion(PATIENCE.toMillis());
                assertThat(answer.getReasonCodes()).as(topic).containsExactly(0x87);
            });
        }
        send(Protocol.STOMP, Addresses.EVENTS, "x", Map.of());
        for (String topic : List.of("events", "events/ordered", "elsewhere")) {
            overMqtt(paho -> {
                assertThat(paho.subscribe(new String[] {topic}, new int[] {1}).getReasonCodes())
                        .as(topic)
                        .containsExactly(0x87);
                paho.unsubscribe(topic);
                paho.publish("events", MqttClients.aMessage(1, "y", Map.of()));
            });
        }
        for (int i = 0; i < 4; i++) {
            take(Addresses.EVENTS, 3L - i);
        }
        assertNothingHappened();
    }

    @Test
    void letsAProducerOfStompSendEventsAndNothingElse() throws Exception {
        for (String queue : List.of("events.parked", "events.dead", "elsewhere", "activemq.management")) {
            try (StompClient stomp = stomp()) {
                assertThat(stomp.ask("SEND", Map.of("destination", queue, "receipt", "r1"), "x"))
                        .as(queue)
                        .startsWith("ERROR\n");
            }
        }
        for (String queue : List.of("events", "events.ordered", "events.parked", "elsewhere")) {
            try (StompClient stomp = stomp()) {
                assertThat(stomp.ask("SUBSCRIBE", Map.of("destination", queue, "id", "1", "receipt", "r1"), ""))
                        .as(queue)
                        .startsWith("ERROR\n");
            }
        }
        assertNothingHappened();
    }

    @ParameterizedTest
    @EnumSource
    void letsNobodyInWithAWrongPassword(Protocol protocol) throws Exception {
        switch (protocol) {
            case CORE, AMQP ->
                assertRefused(
                        () -> jms(protocol).createConnection(PRODUCER, "wrong").start());
            case MQTT ->
                assertThatThrownBy(() -> mqtt(MqttClients.options(PRODUCER, "wrong")))
                        .asInstanceOf(type(MqttException.class))
                        .extracting(MqttException::getReasonCode)
                        .isIn(0x86, 0x87);
            case STOMP -> {
                try (StompClient stomp = new StompClient(socket(protocol), PRODUCER, "wrong")) {
                    assertThat(stomp.read()).startsWith("ERROR\n");
                }
            }
        }
    }

    private static byte[] beginning(Protocol protocol) {
        return switch (protocol) {
            // A packet of 2 GiB.
            case CORE -> ByteBuffer.allocate(4).putInt(Integer.MAX_VALUE - 10).array();
            // The header of AMQP, and a frame of 2 GiB.
            case AMQP ->
                ByteBuffer.allocate(16)
                        .put(new byte[] {'A', 'M', 'Q', 'P', 0, 1, 0, 0})
                        .putInt(Integer.MAX_VALUE - 10)
                        .put(new byte[] {2, 0, 0, 0})
                        .array();
            // CONNECT with 256 MiB, and the name of the protocol.
            case MQTT ->
                new byte[] {0x10, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 0x7F, 0, 4, 'M', 'Q', 'T', 'T', 5, 2, 0, 60, 0
                };
            case STOMP -> "CONNECT\nlogin:shop\n\n".getBytes(StandardCharsets.UTF_8);
        };
    }

    /** Nobody has said who it is that sends this. */
    @ParameterizedTest
    @EnumSource
    void cutsOffAFrameWithoutEnd(Protocol protocol) throws Exception {
        byte[] block = new byte[64 * 1024];
        Arrays.fill(block, (byte) 'x');
        long sent = 0;
        try (Socket socket = socket(protocol)) {
            socket.getOutputStream().write(beginning(protocol));
            while (sent < 32L * LIMIT) {
                socket.getOutputStream().write(block);
                sent += block.length;
                if (socket.getInputStream().available() > 0 && isOver(socket.getInputStream())) {
                    break;
                }
            }
        } catch (IOException e) {
            // The connection was closed while we wrote.
        }

        // What is in the buffers of the sockets counts as sent.
        assertThat(sent).isLessThan(16L * LIMIT);
        send(Protocol.STOMP, Addresses.EVENTS, "x", Map.of());
        awaitCount(Addresses.EVENTS, 1);
    }

    private static boolean isOver(InputStream in) throws IOException {
        byte[] some = new byte[1024];
        while (in.available() > 0) {
            if (in.read(some) < 0) {
                return true;
            }
        }
        return false;
    }

    @Test
    void tellsAnMqttClientThatItsPacketIsTooLarge() throws Exception {
        MqttClient paho = mqtt(MqttClients.options(PRODUCER, PASSWORD));
        CompletableFuture<MqttDisconnectResponse> ended = new CompletableFuture<>();
        paho.setCallback(new Ending(ended));

        assertThatThrownBy(() -> paho.publish("events", MqttClients.aMessage(1, "x".repeat(LIMIT + 100), Map.of())))
                .isInstanceOf(MqttException.class);
        assertThat(broker.count(Addresses.EVENTS)).isZero();
    }

    @Test
    void tellsAStompClientThatItsFrameIsTooLarge() throws Exception {
        try (StompClient stomp = stomp()) {
            assertThat(stomp.ask("SEND", Map.of("destination", "events", "receipt", "r1"), "x".repeat(LIMIT / 2)))
                    .startsWith("RECEIPT\n");
            byte[] beginning = new byte[LIMIT];
            Arrays.fill(beginning, (byte) 'x');
            stomp.send(("SEND\ndestination:events\ncontent-length:" + 2 * LIMIT + "\n\n")
                    .getBytes(StandardCharsets.UTF_8));
            stomp.send(beginning);

            assertThat(stomp.read()).startsWith("ERROR\n").contains("at most " + LIMIT);
            assertThatThrownBy(stomp::read).isInstanceOf(IOException.class);
        }
        assertThat(broker.count(Addresses.EVENTS)).isEqualTo(1);
    }

    private AutoCloseable connected(Protocol protocol) throws Exception {
        return switch (protocol) {
            case CORE, AMQP -> {
                Connection connection = jms(protocol).createConnection(PRODUCER, PASSWORD);
                connection.start();
                yield connection;
            }
            case MQTT -> {
                MqttClient paho = mqtt(MqttClients.options(PRODUCER, PASSWORD));
                yield () -> MqttClients.end(paho);
            }
            case STOMP -> stomp();
        };
    }

    @ParameterizedTest
    @EnumSource
    void takesNoMoreConnectionsThanItMay(Protocol protocol) throws Exception {
        List<AutoCloseable> clients = new ArrayList<>();
        try {
            for (int i = 0; i < 4; i++) {
                clients.add(connected(protocol));
            }
            assertThatThrownBy(() -> clients.add(connected(protocol))).isNotNull();
        } finally {
            for (AutoCloseable each : clients) {
                each.close();
            }
        }
        Awaitility.await().atMost(PATIENCE).untilAsserted(() -> send(protocol, Addresses.EVENTS, "x", Map.of()));
    }

    @Test
    void opensNoPortForMqttAndStompByItself() {
        assertThat(Stream.of(Brokers.settings())
                        .flatMap(settings -> Stream.of(settings.mqttPort(), settings.stompPort())))
                .containsExactly(0, 0);
    }

    private record Ending(CompletableFuture<MqttDisconnectResponse> ended) implements MqttCallback {

        @Override
        public void disconnected(MqttDisconnectResponse response) {
            ended.complete(response);
        }

        @Override
        public void mqttErrorOccurred(MqttException exception) {}

        @Override
        public void messageArrived(String topic, MqttMessage message) {}

        @Override
        public void deliveryComplete(IMqttToken token) {}

        @Override
        public void connectComplete(boolean reconnect, String serverUri) {}

        @Override
        public void authPacketArrived(int reasonCode, MqttProperties properties) {}
    }
}
