package dev.sealpost.broker;

import static dev.sealpost.broker.OpenBroker.PATIENCE;
import static dev.sealpost.broker.Strangers.PASSWORD;
import static dev.sealpost.broker.Strangers.PRODUCER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealpost.broker.guard.Addresses;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttClient;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Strangers at each port of the embedded broker get no more of it than they may. */
@Timeout(120)
class StrangersLimitsTest {

    private static final int LIMIT = 1024 * 1024;
    private static final int QUOTA_EXCEEDED = 0x97;

    @RegisterExtension
    static final OpenBroker BROKER = new OpenBroker("clients.largest-frame=" + LIMIT + "B", "clients.connections=4");

    private static final Strangers STRANGERS = BROKER.strangers;

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
        try (Socket socket = STRANGERS.socket(protocol)) {
            socket.getOutputStream().write(beginning(protocol));
            while (sent < 256L * LIMIT) {
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
        assertThat(sent).isLessThan(128L * LIMIT);
        STRANGERS.send(Protocol.STOMP, Addresses.EVENTS, "x", Map.of());
        BROKER.awaitCount(Addresses.EVENTS, 1);
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
        MqttClient paho = STRANGERS.mqtt(MqttClients.options(PRODUCER, PASSWORD));

        assertThatThrownBy(() -> paho.publish("events", MqttClients.aMessage(1, "x".repeat(LIMIT + 100), Map.of())))
                .isInstanceOf(MqttException.class);
        paho.close(true);
        assertThat(BROKER.count(Addresses.EVENTS)).isZero();
    }

    @Test
    void tellsAStompClientThatItsFrameIsTooLarge() throws Exception {
        try (StompClient stomp = STRANGERS.stomp()) {
            assertThat(stomp.ask("SEND", Map.of("destination", "events", "receipt", "r1"), "x".repeat(LIMIT / 2)))
                    .startsWith("RECEIPT\n");
            byte[] beginning = new byte[LIMIT];
            Arrays.fill(beginning, (byte) 'x');
            stomp.send(("SEND\ndestination:events\ncontent-length:" + 2 * LIMIT + "\n\n")
                    .getBytes(StandardCharsets.UTF_8));
            stomp.send(beginning);

            assertThat(stomp.read()).startsWith("ERROR\n").contains("must not exceed " + LIMIT);
            assertThatThrownBy(stomp::read).isInstanceOf(IOException.class);
        }
        assertThat(BROKER.count(Addresses.EVENTS)).isEqualTo(1);
    }

    /** The kind of fault 3: as many properties as do not fit into the journal. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void tellsAnMqttClientThatItsPropertiesAreTooLargeAndGoesOn(int qos) throws Exception {
        Map<String, String> properties = IntStream.range(0, 8)
                .boxed()
                .collect(Collectors.toMap(number -> "p" + number, number -> "x".repeat(30_000)));
        MqttAsyncClient paho = new MqttAsyncClient(
                "tcp://127.0.0.1:" + STRANGERS.port(Protocol.MQTT), "test", new MemoryPersistence());
        paho.connect(MqttClients.options(PRODUCER, PASSWORD)).waitForCompletion(PATIENCE.toMillis());
        try {
            assertThat(reasonCode(paho.publish("events", MqttClients.aMessage(qos, "x", properties))))
                    .isEqualTo(QUOTA_EXCEEDED);
            // Of its own accord Paho ends over a refusal with QoS 2.
            if (qos == 1) {
                assertThat(reasonCode(paho.publish("events", MqttClients.aMessage(qos, "after", Map.of()))))
                        .isZero();
            }
        } finally {
            paho.disconnectForcibly(0, 0, false);
            paho.close(true);
        }

        assertThat(BROKER.count(Addresses.EVENTS)).isEqualTo(qos == 1 ? 1 : 0);
    }

    private static int reasonCode(IMqttToken token) {
        try {
            token.waitForCompletion(PATIENCE.toMillis());
            return token.getReasonCodes()[0];
        } catch (MqttException e) {
            return e.getReasonCode();
        }
    }

    @Test
    void endsWithAReasonWhereMqttHasNoOtherAnswer() throws Exception {
        MqttClient paho = STRANGERS.mqtt(MqttClients.options(PRODUCER, PASSWORD));

        paho.publish(
                "events",
                MqttClients.aMessage(
                        0,
                        "x",
                        Map.of("p".repeat(60_000), "x".repeat(60_000), "q".repeat(60_000), "x".repeat(60_000))));

        Awaitility.await().atMost(PATIENCE).until(() -> !paho.isConnected());
        paho.close(true);
        assertThat(BROKER.count(Addresses.EVENTS)).isZero();
    }

    @Test
    void tellsAStompClientInOneLineThatItsHeadersAreTooLarge() throws Exception {
        try (StompClient stomp = STRANGERS.stomp()) {
            assertThat(stomp.ask("SEND", Map.of("destination", "events", "p", "x".repeat(210_000)), "x"))
                    .startsWith("ERROR\n")
                    .contains("more than 400000 bytes")
                    .hasSizeLessThan(200);
        }
    }

    @ParameterizedTest
    @EnumSource
    void takesNoMoreConnectionsThanItMay(Protocol protocol) throws Exception {
        List<AutoCloseable> clients = new ArrayList<>();
        try {
            for (int i = 0; i < 4; i++) {
                clients.add(STRANGERS.connected(protocol));
            }
            assertThatThrownBy(() -> clients.add(STRANGERS.connected(protocol))).isNotNull();
        } finally {
            for (AutoCloseable each : clients) {
                each.close();
            }
        }
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> STRANGERS.send(protocol, Addresses.EVENTS, "x", Map.of()));
    }
}
