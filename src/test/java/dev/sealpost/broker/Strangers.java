package dev.sealpost.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealpost.port.FreePorts;
import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.eclipse.paho.mqttv5.client.MqttClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.common.MqttException;

/**
 * Producers outside this process, at the ports of a broker.
 *
 * @param ports by protocol
 */
public record Strangers(Map<Protocol, Integer> ports) {

    public static final String PRODUCER = "shop";
    public static final String PASSWORD = "a shop's password";

    /** At ports that are free. */
    static Strangers anywhere() {
        Map<Protocol, Integer> ports = new EnumMap<>(Protocol.class);
        for (Protocol protocol : Protocol.values()) {
            ports.put(protocol, FreePorts.next());
        }
        return new Strangers(ports);
    }

    /** Returns the settings that the broker needs. */
    List<String> settings() {
        List<String> settings = new ArrayList<>(List.of("producers." + PRODUCER + ".password=" + PASSWORD));
        ports.forEach((protocol, port) -> settings.add(protocol.key() + "=" + port));
        return settings;
    }

    public int port(Protocol protocol) {
        return ports.getOrDefault(protocol, 0);
    }

    public Socket socket(Protocol protocol) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port(protocol));
        socket.setSoTimeout((int) OpenBroker.PATIENCE.toMillis());
        return socket;
    }

    ConnectionFactory jms(Protocol protocol) {
        return protocol == Protocol.CORE
                ? new ActiveMQConnectionFactory("tcp://127.0.0.1:" + port(protocol) + "?callTimeout=3000")
                : new JmsConnectionFactory(
                        "amqp://127.0.0.1:" + port(protocol) + "?jms.sendTimeout=3000&jms.validatePropertyNames=false");
    }

    /** Work of a producer in its own session. */
    interface Work {
        void with(Session session) throws JMSException;
    }

    void overJms(Protocol protocol, Work work) throws JMSException {
        as(PRODUCER, PASSWORD, protocol, work);
    }

    void as(String user, String password, Protocol protocol, Work work) throws JMSException {
        try (Connection connection = jms(protocol).createConnection(user, password)) {
            connection.start();
            work.with(connection.createSession(false, Session.AUTO_ACKNOWLEDGE));
        }
    }

    static void send(Session session, String queue, Message message) throws JMSException {
        MessageProducer producer = session.createProducer(session.createQueue(queue));
        producer.setDeliveryMode(DeliveryMode.PERSISTENT);
        producer.send(message);
    }

    static void assertRefused(ThrowingCallable attempt) {
        assertThatThrownBy(attempt).isInstanceOf(JMSException.class);
    }

    /** Work of an MQTT client in its own connection. */
    public interface MqttWork {
        void with(MqttClient client) throws Exception;
    }

    public void overMqtt(MqttWork work) throws Exception {
        MqttClient paho = mqtt(MqttClients.options(PRODUCER, PASSWORD));
        try {
            work.with(paho);
        } finally {
            MqttClients.end(paho);
        }
    }

    public MqttClient mqtt(MqttConnectionOptions options) throws MqttException {
        return MqttClients.connected("tcp://127.0.0.1:" + port(Protocol.MQTT), options);
    }

    StompClient stomp() throws IOException {
        return StompClient.connected(socket(Protocol.STOMP), PRODUCER, PASSWORD);
    }

    AutoCloseable connected(Protocol protocol) throws Exception {
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

    /** Sends as its client does by itself, without a word about durability where the protocol has a default. */
    void send(Protocol protocol, String address, String body, Map<String, String> properties) throws Exception {
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
}
