package dev.sealpost.broker;

import static dev.sealpost.broker.OpenBroker.PATIENCE;
import static dev.sealpost.broker.OpenBroker.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.broker.guard.Addresses;
import dev.sealpost.broker.message.ReceivedMessage;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.UserProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Strangers at each port of the embedded broker: what they send is kept, with its properties. */
@Timeout(120)
class StrangersMessagesTest {

    @RegisterExtension
    static final OpenBroker BROKER = new OpenBroker();

    private static final Strangers STRANGERS = BROKER.strangers;

    @ParameterizedTest
    @EnumSource
    void keepsWhatNobodyAskedToKeepAndReadsItTheSame(Protocol protocol) throws Exception {
        String body = "{ \"n\": 1.10, \"text\": \"ä€😀\" }";
        String name = protocol == Protocol.CORE ? "a_b" : "a:b";
        for (String address : List.of(Addresses.EVENTS, Addresses.ORDERED)) {
            STRANGERS.send(protocol, address, body, Map.of("sealpost_application", "shop", name, "c:d"));
            Awaitility.await().atMost(PATIENCE).until(() -> BROKER.count(address) == 1);
        }

        BROKER.restart();

        for (String address : List.of(Addresses.EVENTS, Addresses.ORDERED)) {
            ReceivedMessage received = BROKER.take(address);
            assertThat(text(received)).isEqualTo(body);
            assertThat(received.property("sealpost_application")).contains("shop");
            assertThat(received.property(name)).contains("c:d");
            assertThat(received.property("sealpost_type")).isEmpty();
            assertThat(received.hasProperties()).isTrue();
            assertThat(received.sentAt()).isPresent();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void answersAnMqttClientOnceItsMessageIsOnDisk(int qos) throws Exception {
        STRANGERS.overMqtt(paho -> {
            MqttMessage message = MqttClients.aMessage(qos, "x".repeat(300 * 1024), Map.of("name", "value"));
            message.getProperties().setContentType("text/plain");
            paho.publish("events", message);
        });

        assertThat(BROKER.count(Addresses.EVENTS)).isEqualTo(1);
        BROKER.restart();
        ReceivedMessage received = BROKER.take(Addresses.EVENTS);
        assertThat(text(received)).hasSize(300 * 1024);
        assertThat(received.contentType()).contains("text/plain");
        assertThat(received.property("name")).contains("value");
    }

    @Test
    void takesTheFirstOfAnMqttPropertyThatComesTwice() throws Exception {
        MqttProperties properties = MqttClients.properties(
                new UserProperty("name", "first"), new UserProperty("name", "second"), new UserProperty("a.b", "c"));
        STRANGERS.overMqtt(paho -> paho.publish("events", new MqttMessage(new byte[0], 1, false, properties)));

        ReceivedMessage received = BROKER.take(Addresses.EVENTS);

        assertThat(received.property("name")).contains("first");
        assertThat(received.property("a.b")).contains("c");
    }

    @Test
    void saysThatAnMqttMessageOfMqtt3HasNoProperties() throws Exception {
        STRANGERS.overMqtt(paho ->
                paho.publish("events", new MqttMessage("{}".getBytes(StandardCharsets.UTF_8), 1, false, null)));

        assertThat(BROKER.take(Addresses.EVENTS).hasProperties()).isFalse();
    }

    @Test
    void opensNoPortForMqttAndStompByItself() {
        assertThat(Stream.of(Brokers.settings())
                        .flatMap(settings -> Stream.of(settings.mqttPort(), settings.stompPort())))
                .containsExactly(0, 0);
    }
}
