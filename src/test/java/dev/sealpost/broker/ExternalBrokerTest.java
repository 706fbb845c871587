package dev.sealpost.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealpost.broker.BrokerSettings.External;
import dev.sealpost.broker.guard.Addresses;
import dev.sealpost.broker.message.BrokerUnavailableException;
import dev.sealpost.broker.message.MessageBody;
import dev.sealpost.broker.message.MessageConsumer;
import dev.sealpost.broker.message.OutgoingMessage;
import dev.sealpost.broker.message.OutgoingMessage.Body;
import dev.sealpost.broker.message.ReceivedMessage;
import dev.sealpost.broker.message.Spooling;
import dev.sealpost.node.Backgrounds;
import dev.sealpost.port.FreePorts;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.client.ServerLocator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.util.unit.DataSize;

class ExternalBrokerTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final int port = FreePorts.next();

    private final Path folder;

    ExternalBrokerTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private ExternalArtemis documented() throws Exception {
        return artemis(ExternalArtemis.DOCUMENTED.toUri().toURL(), Map.of());
    }

    private ExternalArtemis artemis(URL file, Map<String, Object> acceptor) throws Exception {
        return ExternalArtemis.started(file, folder.resolve("data"), ExternalArtemis.acceptor("core", port, acceptor));
    }

    private External settings() {
        return settings("tcp://127.0.0.1:" + port, ExternalArtemis.NODE);
    }

    private static External settings(String url, String user) {
        return new External(url, user, ExternalArtemis.PASSWORD, "", "");
    }

    private static OutgoingMessage aMessage(String text) {
        return new OutgoingMessage(
                Map.of("name", "value"), new Body.Bytes(text.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    }

    private static String text(ReceivedMessage message) {
        return new String(((MessageBody.Bytes) message.body()).bytes(), java.nio.charset.StandardCharsets.UTF_8);
    }

    @Test
    void sendsAndConsumesOnTheBrokerOfTheDocumentation() throws Exception {
        try (ExternalArtemis artemis = documented()) {
            ExternalBroker broker = new ExternalBroker(settings());
            broker.start(Backgrounds.plain());
            try (BrokerClient client = BrokerClient.connect(
                            broker, PATIENCE, Spooling.in(folder.resolve("spool"), DataSize.ofMegabytes(16)));
                    MessageConsumer consumer = client.consume(Addresses.EVENTS)) {

                client.send(Addresses.EVENTS, aMessage("first"));

                ReceivedMessage received = consumer.receive(PATIENCE).orElseThrow();
                assertThat(text(received)).isEqualTo("first");
                assertThat(broker.count(Addresses.EVENTS)).isEqualTo(1);
                received.acknowledge();
                Awaitility.await().atMost(PATIENCE).until(() -> artemis.count(Addresses.EVENTS) == 0);
                assertThat(broker.nodeId()).isNotBlank();
                assertThat(answersInPlain()).isTrue();
            } finally {
                broker.stop();
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "<persistence-enabled>true,           <persistence-enabled>false,           persistence-enabled is false and must be true",
                "<journal-sync-transactional>true,    <journal-sync-transactional>false,    journal-sync-transactional is false",
                "<journal-sync-non-transactional>true,<journal-sync-non-transactional>false,journal-sync-non-transactional is false",
                "<persist-id-cache>true,              <persist-id-cache>false,              persist-id-cache is false",
                "<max-delivery-attempts>-1</max-delivery-attempts>, ``,                     events max-delivery-attempts is not set and must be -1",
                "<max-delivery-attempts>-1,           <max-delivery-attempts>10,            events.parked max-delivery-attempts is 10",
                "<address-full-policy>PAGE,           <address-full-policy>DROP,            events address-full-policy is DROP",
                "<disk-full-policy>FAIL,              <disk-full-policy>BLOCK,              events disk-full-policy is BLOCK and must be FAIL",
                "<no-expiry>true,                     <no-expiry>false,                     events.dead no-expiry is false",
                "<dead-letter-address>events.dead,    <dead-letter-address>elsewhere,       events dead-letter-address is elsewhere",
                "<queue name=\"events\" />,           <queue name=\"events\"><durable>false</durable></queue>, the queue events durable is false",
                "<queue name=\"events\" />,           <queue name=\"events\" purge-on-no-consumers=\"true\"/>, the queue events purge-on-no-consumers is true",
                "exclusive=\"true\" />,               />,                                  the queue events.ordered exclusive is false",
                "<queue name=\"events\" />,           <queue name=\"events\" ring-size=\"10\"/>,  the queue events ring-size is 10",
            })
    void refusesABrokerThatCouldLoseEvents(String text, String other, String complaint) throws Exception {
        try (ExternalArtemis artemis = artemis(ExternalArtemis.changed(folder, text, other), Map.of())) {
            ExternalBroker broker = new ExternalBroker(settings());

            assertThatThrownBy(() -> broker.start(Backgrounds.plain()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining(complaint)
                    .hasMessageContaining("docs/cluster.md");
            assertThat(broker.isActive()).isFalse();
        }
    }

    @Test
    void makesTheQueuesThatAreMissingWhereItMay() throws Exception {
        URL file = ExternalArtemis.changed(
                folder, "<address name=\"events\"><anycast><queue name=\"events\" /></anycast></address>", "");
        try (ExternalArtemis artemis = artemis(file, Map.of())) {
            ExternalBroker broker = new ExternalBroker(settings());

            broker.start(Backgrounds.plain());

            assertThat(artemis.count(Addresses.EVENTS)).isZero();
            broker.stop();
        }
    }

    @Test
    void saysWhatToAddWhereItMayNotMakeAQueue() throws Exception {
        String documented = Files.readString(ExternalArtemis.DOCUMENTED)
                .replace("<permission type=\"createDurableQueue\" roles=\"node\" />", "")
                .replace(
                        "<address name=\"events.dead\"><anycast><queue name=\"events.dead\" /></anycast></address>",
                        "");
        URL file = Files.writeString(folder.resolve("broker.xml"), documented)
                .toUri()
                .toURL();
        try (ExternalArtemis artemis = artemis(file, Map.of())) {
            ExternalBroker broker = new ExternalBroker(settings());

            assertThatThrownBy(() -> broker.start(Backgrounds.plain()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("the queue events.dead is missing")
                    .hasMessageContaining("add <address name=\"events.dead\">");
        }
    }

    @Test
    void saysThatAUserMayNotAsk() throws Exception {
        try (ExternalArtemis artemis = documented()) {
            ExternalBroker broker = new ExternalBroker(settings("tcp://127.0.0.1:" + port, ExternalArtemis.PRODUCER));

            assertThatThrownBy(() -> broker.start(Backgrounds.plain()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("The user " + ExternalArtemis.PRODUCER)
                    .hasMessageContaining("activemq.management");
        }
    }

    @Test
    void goesOnByItselfWhenTheBrokerComesBack() throws Exception {
        ExternalArtemis artemis = documented();
        ExternalBroker broker = new ExternalBroker(settings());
        broker.start(Backgrounds.plain());
        try (BrokerClient client = BrokerClient.connect(
                broker, PATIENCE, Spooling.in(folder.resolve("spool"), DataSize.ofMegabytes(16)))) {
            MessageConsumer consumer = client.consume(Addresses.EVENTS);
            client.send(Addresses.EVENTS, aMessage("first"));
            client.send(Addresses.EVENTS, aMessage("second"));
            long id = consumer.receive(PATIENCE).orElseThrow().id();

            artemis.close();

            Awaitility.await().atMost(PATIENCE).until(() -> !broker.isActive());
            long start = System.nanoTime();
            assertThatThrownBy(() -> client.send(Addresses.EVENTS, aMessage("refused")))
                    .isInstanceOf(BrokerUnavailableException.class);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
            // What it had given out ahead is not kept.
            assertThatThrownBy(() -> consumer.receive(Duration.ZERO)).isInstanceOf(BrokerUnavailableException.class);
            consumer.close();

            artemis = documented();

            Awaitility.await().atMost(PATIENCE).until(broker::isActive);
            Awaitility.await()
                    .atMost(PATIENCE)
                    .untilAsserted(() -> assertThatCode(() -> client.send(Addresses.EVENTS, aMessage("third")))
                            .doesNotThrowAnyException());
            try (MessageConsumer again = client.consume(Addresses.EVENTS)) {
                ReceivedMessage first = again.receive(PATIENCE).orElseThrow();
                assertThat(first.id()).isEqualTo(id);
                assertThat(text(first)).isEqualTo("first");
                assertThat(text(again.receive(PATIENCE).orElseThrow())).isEqualTo("second");
                assertThat(text(again.receive(PATIENCE).orElseThrow())).isEqualTo("third");
            }
        } finally {
            broker.stop();
            artemis.close();
        }
    }

    @Test
    void triesTheBrokersOfAPairInTurn() throws Exception {
        try (ExternalArtemis artemis = documented()) {
            ExternalBroker broker = new ExternalBroker(settings(
                    "(tcp://127.0.0.1:" + FreePorts.next() + ",tcp://127.0.0.1:" + port + ")?ha=true",
                    ExternalArtemis.NODE));

            broker.start(Backgrounds.plain());

            assertThat(broker.isActive()).isTrue();
            assertThat(broker.count(Addresses.EVENTS)).isZero();
            broker.stop();
        }
    }

    @Test
    void encryptsTheConnectionWithATrustStore() throws Exception {
        Path store = keyStore();
        Map<String, Object> tls =
                Map.of("sslEnabled", true, "keyStorePath", store.toString(), "keyStorePassword", "changeit");
        try (ExternalArtemis artemis =
                artemis(ExternalArtemis.DOCUMENTED.toUri().toURL(), tls)) {
            External plain = settings();
            ExternalBroker broker = new ExternalBroker(
                    new External(plain.url(), plain.user(), plain.password(), store.toString(), "changeit"));

            broker.start(Backgrounds.plain());

            assertThat(broker.isActive()).isTrue();
            broker.stop();
            assertThat(answersInPlain()).isFalse();
        }
    }

    /** Returns whether a client without TLS is admitted. One that gets no answer waits for its whole time limit. */
    private boolean answersInPlain() throws Exception {
        String url = "tcp://127.0.0.1:" + port + "?callTimeout=500";
        try (ServerLocator locator = ActiveMQClient.createServerLocator(url)) {
            locator.createSessionFactory()
                    .createSession(ExternalArtemis.NODE, ExternalArtemis.PASSWORD, false, true, true, false, 1);
            return true;
        } catch (ActiveMQException e) {
            return false;
        }
    }

    private Path keyStore() throws Exception {
        Path store = folder.resolve("store.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "broker",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=127.0.0.1",
                        "-ext",
                        "san=ip:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        "changeit",
                        "-keystore",
                        store.toString())
                .inheritIO()
                .start();
        assertThat(keytool.waitFor()).isZero();
        return store;
    }
}
