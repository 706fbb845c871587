package dev.sealpost.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealpost.broker.BrokerSettings.Tls;
import dev.sealpost.broker.guard.Addresses;
import dev.sealpost.node.DataDirectory;
import dev.sealpost.port.FreePorts;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Session;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.awaitility.Awaitility;
import org.eclipse.paho.mqttv5.client.MqttClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class TlsPortsTest {

    private static SelfSigned key;
    private static DataDirectory data;

    @BeforeAll
    static void make(@TempDir Path folder) throws Exception {
        key = SelfSigned.in(folder);
        data = DataDirectory.open(folder.resolve("data"));
    }

    @AfterAll
    static void close() {
        data.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"key store", "PEM"})
    void speaksTlsAndNothingElseAtEveryPort(String form) throws Exception {
        int core = FreePorts.next();
        int amqp = FreePorts.next();
        int mqtt = FreePorts.next();
        int stomp = FreePorts.next();
        List<String> tls = form.equals("PEM")
                ? List.of("tls.certificate=" + key.certificate(), "tls.private-key=" + key.privateKey())
                : List.of("tls.key-store=" + key.store(), "tls.password=" + SelfSigned.PASSWORD);
        EmbeddedBroker broker = Brokers.with(
                Brokers.settings(
                        "core-port=" + core,
                        "amqp-port=" + amqp,
                        "mqtt-port=" + mqtt,
                        "stomp-port=" + stomp,
                        "producers.shop.password=secret",
                        tls.get(0),
                        tls.get(1)),
                data);
        broker.start();
        try {
            send(new ActiveMQConnectionFactory("tcp://localhost:" + core + "?sslEnabled=true&trustStorePath="
                    + key.trusted() + "&trustStorePassword=" + SelfSigned.PASSWORD));
            send(new JmsConnectionFactory("amqps://localhost:" + amqp + "?transport.trustStoreLocation=" + key.trusted()
                    + "&transport.trustStorePassword=" + SelfSigned.PASSWORD));
            SSLContext context = key.client();
            MqttConnectionOptions options = MqttClients.options("shop", "secret");
            options.setSocketFactory(context.getSocketFactory());
            MqttClient paho = MqttClients.connected("ssl://localhost:" + mqtt, options);
            paho.publish("events", MqttClients.aMessage(1, "x", Map.of()));
            MqttClients.end(paho);
            try (StompClient client = StompClient.connected(
                    context.getSocketFactory().createSocket("localhost", stomp), "shop", "secret")) {
                assertThat(client.ask("SEND", Map.of("destination", "events", "receipt", "1"), "x"))
                        .startsWith("RECEIPT\n");
            }
            Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> broker.count(Addresses.EVENTS) >= 4);
            assertThatThrownBy(() -> StompClient.connected(new Socket("localhost", stomp), "shop", "secret"))
                    .isInstanceOf(IOException.class);
        } finally {
            broker.stop();
        }
    }

    private static void send(ConnectionFactory factory) throws JMSException {
        try (Connection connection = factory.createConnection("shop", "secret")) {
            Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
            session.createProducer(session.createQueue("events")).send(session.createTextMessage("x"));
        }
    }

    private static void assertRefused(Tls tls, String... reasons) {
        assertThatThrownBy(() -> ServerKey.of(tls, data))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll(reasons);
    }

    @Test
    void saysWhatIsWrongWithAKeyStore(@TempDir Path folder) throws Exception {
        Path garbage = Files.writeString(folder.resolve("garbage.p12"), "no key store");
        Path missing = folder.resolve("missing.p12");

        assertRefused(new Tls(missing.toString(), "", "", "x"), "tls.key-store: " + missing + " does not exist");
        assertRefused(new Tls(folder.toString(), "", "", "x"), "tls.key-store: " + folder + " is a folder");
        assertRefused(new Tls(garbage.toString(), "", "", "x"), "tls.key-store: " + garbage);
        assertRefused(
                new Tls(key.store().toString(), "", "", "wrong"),
                "SEALPOST_BROKER_TLS_PASSWORD",
                "does not open " + key.store());
        assertRefused(
                new Tls(key.trusted().toString(), "", "", SelfSigned.PASSWORD),
                key.trusted() + " contains no private key");
        assertRefused(
                new Tls(key.store().toString(), key.certificate().toString(), "", SelfSigned.PASSWORD),
                "mutually exclusive");
    }

    @Test
    void saysWhatIsWrongWithPemFiles(@TempDir Path folder) throws Exception {
        Path missing = folder.resolve("missing.pem");
        Path garbage = Files.writeString(folder.resolve("garbage.pem"), "no PEM");
        String certificate = key.certificate().toString();
        String privateKey = key.privateKey().toString();

        assertRefused(new Tls("", certificate, "", ""), "tls.private-key is missing");
        assertRefused(new Tls("", "", privateKey, ""), "tls.certificate is missing");
        assertRefused(
                new Tls("", missing.toString(), privateKey, ""), "tls.certificate: " + missing + " does not exist");
        assertRefused(
                new Tls("", certificate, missing.toString(), ""), "tls.private-key: " + missing + " does not exist");
        assertRefused(new Tls("", garbage.toString(), privateKey, ""), "tls.certificate: " + garbage);
        assertRefused(new Tls("", certificate, garbage.toString(), ""), "tls.private-key: " + garbage);
        assertRefused(new Tls("", certificate, certificate, ""), "tls.private-key: " + certificate);
    }

    @Test
    void opensNoEncryptedPortWithoutAKey() {
        assertThat(ServerKey.of(new Tls("", "", "", ""), data)).isEmpty();
    }
}
