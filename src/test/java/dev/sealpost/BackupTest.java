package dev.sealpost;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.standardwebhooks.Webhook;
import dev.sealpost.application.ApplicationId;
import dev.sealpost.backup.RestoreCommand;
import dev.sealpost.backup.VerifyBackupCommand;
import dev.sealpost.signature.SigningSecret;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class BackupTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** 90 KB and more each: more than the broker keeps in memory, so that it writes pages. */
    private static final int BEFORE = 450;

    private static final int OF_JMS = 210_000;

    private static final String[] SETTINGS = {
        "--sealpost.delivery.in-flight=16",
        "--sealpost.attempt.breaker.consecutive-failures=0",
        "--sealpost.attempt.retry-schedule=1s,1s,1s,1s,1s,1s,1s,1s,1s,1s,1s,1s",
        "--sealpost.delivery.shutdown=300ms"
    };

    private final CountDownLatch open = new CountDownLatch(1);

    @AfterEach
    void letAllThrough() {
        open.countDown();
    }

    private Inbox anInbox() throws Exception {
        Inbox inbox = new Inbox();
        inbox.answers("/slow", (request, out) -> {
            open.await(250, TimeUnit.MILLISECONDS);
            Inbox.status(200).write(request, out);
        });
        inbox.answers("/hanging", (request, out) -> {
            open.await();
            Inbox.status(200).write(request, out);
        });
        return inbox;
    }

    @Test
    void bringsBackAllThatWasAcceptedBeforeItBegan(@TempDir Path folder) throws Exception {
        // Given: a node under load, with events in its database, in flight, and in the pages of its broker
        Inbox inbox = anInbox();
        Path data = folder.resolve("data");
        Path restored = folder.resolve("restored");
        Set<String> accepted = new HashSet<>();
        ApplicationId shop;
        ApplicationId stuck;
        SigningSecret secret;
        String keyed;
        JsonNode backup;
        try (Node first = new Node(data, SETTINGS);
                ExecutorService others = Executors.newVirtualThreadPerTaskExecutor()) {
            shop = first.anApplication("shop");
            stuck = first.anApplication("stuck");
            secret = first.anEndpoint(shop, inbox.url("/slow"));
            first.anEndpoint(stuck, inbox.url("/hanging"));
            // The node knows then how quick this endpoint is, and leaves what it cannot take in the broker.
            accepted.add(first.publish(shop, body(0)).value());
            Awaitility.await().atMost(PATIENCE).until(() -> first.count("attempt") == 1);
            for (int i = 0; i < 20; i++) {
                accepted.add(first.publish(stuck, body(i)).value());
            }
            keyed = idOf(first.send(keyed(first, shop)));
            sendOverJms(first, shop);
            for (Future<String> event : publishAll(others, first, shop)) {
                accepted.add(event.get());
            }
            accepted.add(keyed);
            assertThat(waiting(first)).isPositive();
            assertThat(data.resolve("broker").resolve("paging")).isDirectoryRecursivelyContaining("glob:**.page");
            Load load = new Load(first, shop);
            Future<?> loading = others.submit(load::run);
            Awaitility.await().atMost(PATIENCE).until(() -> load.taken.get() > 0);

            // When: it is backed up while all of that goes on
            try {
                int taken = load.taken.get();
                backup = first.call("POST", "/backup", "");

                assertThat(load.taken).as("events taken meanwhile").hasValueGreaterThan(taken);
                assertThat(waiting(first)).isPositive();
            } finally {
                load.going.set(false);
            }
            loading.get();
            assertThat(first.call("GET", "/backup", "").get("data")).containsExactly(backup);
        }
        letAllThrough();
        Path made = Path.of(backup.get("folder").asText());
        assertThat(made).hasParent(data.resolve("backups"));
        assertThat(backup.get("stalledMs").asLong()).isLessThan(2000);
        assertThatOnlyTheOwnerCanRead(made);
        assertThat(new CommandLine(new VerifyBackupCommand(List.of())).execute(made.toString()))
                .isZero();
        assertThat(new CommandLine(new RestoreCommand(List.of())).execute(made.toString(), restored.toString()))
                .isZero();
        List<Inbox.Received> before = inbox.at("/slow");

        // Then: a node on the restored data has every event, delivers it, and its sums come out
        Path scheduled = folder.resolve("scheduled");
        try (Node second = new Node(restored, scheduledTo(scheduled))) {
            Awaitility.await().atMost(PATIENCE).untilAsserted(() -> {
                JsonNode total = second.call("GET", "/ledger", "").get("total");
                assertThat(waiting(second)).isZero();
                assertThat(total.get("deliveries").get("pending").asLong()).isZero();
                assertThat(total.get("deliveries").get("balanced").asBoolean()).isTrue();
                assertThat(second.ids("SELECT event_id FROM attempt WHERE outcome = 'succeeded'"))
                        .containsAll(accepted);
            });
            assertThat(second.ids("SELECT event_id FROM attempt WHERE outcome = 'succeeded'"))
                    .containsOnlyOnceElementsOf(second.ids("SELECT id FROM event"));
            assertThat(second.count("due_delivery")).isZero();

            // And: what comes again has the id it had, whoever gave it, and the secret it had
            List<Inbox.Received> all = inbox.at("/slow");
            assertThat(all).hasSizeGreaterThan(before.size());
            assertThat(idsOf(all, OF_JMS)).hasSize(1);
            assertThat(second.count("event WHERE length(payload) > " + OF_JMS)).isEqualTo(1);
            new Webhook(secret.reveal())
                    .verify(
                            new String(all.getLast().body(), StandardCharsets.UTF_8),
                            HttpHeaders.of(all.getLast().headers(), (name, value) -> true));
            assertThat(idOf(second.send(keyed(second, shop)))).isEqualTo(keyed);
            assertThat(second.count("event WHERE id = '" + keyed + "'")).isEqualTo(1);

            // And: it makes backups itself, as it is told
            Awaitility.await().atMost(PATIENCE).untilAsserted(() -> {
                JsonNode kept = second.call("GET", "/backup", "").get("data");
                assertThat(kept).hasSize(1);
                assertThat(Path.of(kept.get(0).get("folder").asText())).hasParent(scheduled);
            });
        }
    }

    private static String[] scheduledTo(Path directory) {
        List<String> settings = new ArrayList<>(List.of(SETTINGS));
        settings.add("--sealpost.backup.directory=" + directory);
        settings.add("--sealpost.backup.cron=*/3 * * * * *");
        settings.add("--sealpost.backup.keep=1");
        return settings.toArray(String[]::new);
    }

    /** Publishes until it is told to stop. */
    private static final class Load {

        private final AtomicBoolean going = new AtomicBoolean(true);
        private final AtomicInteger taken = new AtomicInteger();
        private final Node node;
        private final ApplicationId application;

        Load(Node node, ApplicationId application) {
            this.node = node;
            this.application = application;
        }

        void run() {
            while (going.get()) {
                node.publish(application, body(taken.get()));
                taken.incrementAndGet();
            }
        }
    }

    private static List<Future<String>> publishAll(ExecutorService threads, Node node, ApplicationId application) {
        List<Future<String>> sent = new ArrayList<>();
        for (int i = 0; i < BEFORE; i++) {
            String body = body(i);
            sent.add(threads.submit(() -> node.publish(application, body).value()));
        }
        return sent;
    }

    /** With a size of its own, and without an id: that is made from the ids of the broker and the message. */
    private static void sendOverJms(Node node, ApplicationId application) throws JMSException {
        try (ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory("tcp://127.0.0.1:" + node.corePort);
                Connection connection = factory.createConnection("sealpost", node.producerPassword());
                Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
            TextMessage message = session.createTextMessage("{\"text\": \"" + "x".repeat(OF_JMS) + "\"}");
            message.setStringProperty("sealpost_application", application.value());
            message.setStringProperty("sealpost_type", "order.created");
            session.createProducer(session.createQueue("events")).send(message);
        }
    }

    private static Set<String> idsOf(List<Inbox.Received> requests, int longerThan) {
        Set<String> ids = new HashSet<>();
        requests.stream()
                .filter(request -> request.body().length > longerThan)
                .forEach(request -> ids.add(request.header("webhook-id")));
        return ids;
    }

    private static HttpRequest.Builder keyed(Node node, ApplicationId application) {
        return node.request("/api/v1/app/" + application.value() + "/msg")
                .header("Content-Type", "application/json")
                .header("idempotency-key", "before-the-backup")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"eventType\": \"order.created\", \"payload\": {\"n\": 1}}"));
    }

    private static String idOf(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(202);
        return answer.body().replaceAll("(?s).*\"id\" *: *\"(msg_[^\"]*)\".*", "$1");
    }

    private static void assertThatOnlyTheOwnerCanRead(Path folder) throws Exception {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.toList()) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .as("rights of %s", file)
                        .endsWith("------");
            }
        }
        assertThat(folder.resolve("encryption-key")).exists();
        assertThat(folder.resolve("api-token")).exists();
    }

    /** Events in the broker that have no row yet. */
    private static long waiting(Node node) {
        return node.call("GET", "/ledger", "")
                .get("total")
                .get("events")
                .get("waiting")
                .asLong();
    }

    private static String body(int number) {
        // Each tenth is a large message of the broker, with a file of its own.
        return "{\"number\": " + number + ", \"text\": \"" + "x".repeat(number % 10 == 0 ? 150_000 : 90_000) + "\"}";
    }
}
