package dev.sealpost.broker.guard;

import static dev.sealpost.broker.OpenBroker.PATIENCE;
import static dev.sealpost.broker.OpenBroker.text;
import static dev.sealpost.broker.Strangers.PASSWORD;
import static dev.sealpost.broker.Strangers.PRODUCER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealpost.broker.MqttClients;
import dev.sealpost.broker.OpenBroker;
import dev.sealpost.broker.Protocol;
import dev.sealpost.broker.Strangers;
import dev.sealpost.broker.message.ReceivedMessage;
import java.io.InputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTStateManager;
import org.awaitility.Awaitility;
import org.eclipse.paho.mqttv5.client.MqttClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.UserProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Features of MQTT besides sending a message. The embedded broker keeps a will, and nothing else. */
@Timeout(120)
class MqttSessionsTest {

    @RegisterExtension
    static final OpenBroker BROKER = new OpenBroker();

    private static final Strangers STRANGERS = BROKER.strangers;

    @Test
    void sendsTheWillOfAClientThatIsGone() throws Exception {
        MqttConnectionOptions options = MqttClients.options(PRODUCER, PASSWORD);
        options.setWill("events", new MqttMessage("gone".getBytes(StandardCharsets.UTF_8), 1, false, null));
        MqttProperties will = MqttClients.properties(new UserProperty("sealpost_type", "device.gone"));
        options.setWillMessageProperties(will);
        MqttClient paho = STRANGERS.mqtt(options);

        paho.disconnectForcibly(0, 0, false);

        Awaitility.await().atMost(PATIENCE).until(() -> BROKER.count(Addresses.EVENTS) == 1);
        ReceivedMessage received = BROKER.take(Addresses.EVENTS);
        assertThat(text(received)).isEqualTo("gone");
        assertThat(received.property("sealpost_type")).contains("device.gone");
        paho.close(true);
    }

    /** Paho takes the flag away by itself, as the broker has said that it keeps no such messages. */
    @Test
    void refusesARetainedMessageAndKeepsNone() throws Exception {
        MqttConnectionOptions options = MqttClients.options(PRODUCER, PASSWORD);
        options.setWill("events", new MqttMessage(new byte[1], 1, true, null));
        assertThatThrownBy(() -> STRANGERS.mqtt(options))
                .isInstanceOfSatisfying(
                        MqttException.class, e -> assertThat(e.getReasonCode()).isEqualTo(0x9A));

        STRANGERS.overMqtt(paho -> paho.publish("events", new MqttMessage(new byte[1], 1, true, null)));
        try (Socket rude = STRANGERS.socket(Protocol.MQTT)) {
            rude.getOutputStream().write(connect());
            InputStream answers = rude.getInputStream();
            assertThat(answers.read()).isEqualTo(0x20);
            answers.skipNBytes(answers.read());
            rude.getOutputStream().write(new byte[] {0x33, 12, 0, 6, 'e', 'v', 'e', 'n', 't', 's', 0, 1, 0, 'x'});
            assertThat(answers.readAllBytes()).startsWith(0xE0, 2, 0x9A, 0);
        }

        assertThat(BROKER.count(Addresses.EVENTS)).isEqualTo(1);
        assertThat(BROKER.queues()).noneMatch(name -> name.contains("retain"));
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

    @Test
    void forgetsAnMqttClientThatWantsToBeRemembered() throws Exception {
        for (int i = 0; i < 5; i++) {
            MqttConnectionOptions options = MqttClients.options(PRODUCER, PASSWORD);
            options.setCleanStart(false);
            options.setSessionExpiryInterval(0xFFFF_FFFFL);
            MqttClient paho = STRANGERS.mqtt(options);
            paho.publish("events", MqttClients.aMessage(1, "x", Map.of()));
            paho.disconnect();
            paho.close(true);
        }

        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(
                                MQTTStateManager.getInstance(BROKER.embedded().server())
                                        .getSessionStates())
                        .isEmpty());
        assertThat(BROKER.count("$sys.mqtt.sessions")).isZero();
        assertThat(BROKER.queues())
                .filteredOn(queue -> !Shards.ALL.contains(queue))
                .containsExactlyInAnyOrder(
                        "events", "events.ordered", "events.parked", "events.dead", "$sys.mqtt.sessions");
    }
}
