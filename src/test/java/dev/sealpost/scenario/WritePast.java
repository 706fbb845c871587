package dev.sealpost.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.sealpost.broker.FastProducer;
import dev.sealpost.database.PastRows;
import dev.sealpost.database.PostgresqlServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * Writes the data that a release leaves behind, for {@code EarlierReleasesTest}: a tool to be run by hand once for each release
 * (CONTRIBUTING.md), not a test. The node is killed while events wait in its journal.
 *
 * <p>{@code -Dsealpost.past.jar}: the jar of the release; {@code -Dsealpost.past.name}: the name of its fixture.
 */
public final class WritePast {

    /** Base URL of the endpoints of the fixtures. */
    public static final String RECEIVER = "http://127.0.0.1:18411";

    /** Secret with which each of them signs. */
    public static final String SECRET = "whsec_VGhlIHBhc3QgaXMga2VwdCBmcm9tIGhlcmUgb24u";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final String STRIPE_SECRET = "whsec_of_the_past";
    private static final Path FIXTURES = Path.of("src", "test", "resources", "past");

    private final HttpClient http = HttpClient.newHttpClient();
    private final AtomicInteger hanging = new AtomicInteger();

    @Test
    void writesTheDataOfARelease() throws Exception {
        Path jar = Path.of(System.getProperty("sealpost.past.jar")).toAbsolutePath();
        Path folder = FIXTURES.resolve(System.getProperty("sealpost.past.name"));
        Files.createDirectories(folder);
        HttpServer receiver = receiver();
        try {
            Installation embedded = installation(jar, "past-sqlite");
            String file = "jdbc:sqlite:" + embedded.data().resolve("sealpost.db");
            fill(embedded, file);
            pack(embedded.data(), folder.resolve("sqlite.zip"));

            try (PostgresqlServer server = PostgresqlServer.start("on")) {
                String url = "jdbc:postgresql://127.0.0.1:" + server.port() + "/postgres?user=postgres";
                Installation shared = installation(jar, "past-postgresql").set("SEALPOST_DATABASE_URL", url);
                fill(shared, url);
                try (Connection connection = DriverManager.getConnection(url)) {
                    PastRows.save(connection, shared.data().resolve(PastRows.FOLDER));
                }
                pack(shared.data(), folder.resolve("postgresql.zip"));
            }
        } finally {
            receiver.stop(0);
        }
    }

    /** With a journal of two files instead of ten: they hold nothing but zeros. */
    private static Installation installation(Path jar, String name) throws IOException {
        Installation installation = Installation.fresh(name, "512m").packed(jar);
        Path config =
                Files.createDirectories(installation.folder().resolve("home").resolve("config"));
        try (FileSystem inJar = FileSystems.newFileSystem(jar)) {
            String broker = Files.readString(inJar.getPath("BOOT-INF", "classes", "broker.xml"));
            Files.writeString(
                    config.resolve("broker.xml"),
                    broker.replace(
                            "<journal-min-files>10</journal-min-files>", "<journal-min-files>2</journal-min-files>"));
        }
        return installation.set("SPRING_APPLICATION_JSON", JSON.writeValueAsString(settings()));
    }

    private static Map<String, Object> settings() {
        return Map.ofEntries(
                Map.entry("sealpost.attempt.jitter", "0"),
                Map.entry("sealpost.reconciler.first", "1s"),
                Map.entry("sealpost.reconciler.interval", "500ms"),
                Map.entry("sealpost.reconciler.grace", "5s"),
                Map.entry("sealpost.reconciler.full", "2s"),
                Map.entry("sealpost.replay.rate", "1"),
                Map.entry("sealpost.sources.stripe.provider", "stripe"),
                Map.entry("sealpost.sources.stripe.application", "acme"),
                Map.entry("sealpost.sources.stripe.secrets[0]", STRIPE_SECRET),
                Map.entry("sealpost.sources.stripe.order.key", "{/data/object/id}"),
                Map.entry("sealpost.sources.stripe.order.version", "{/created}"),
                Map.entry("sealpost.sources.stripe.order.older", "mark"),
                Map.entry("disputes-to-chat.start", "true"),
                Map.entry("slack.base-url", RECEIVER + "/down"),
                Map.entry("slack.access-token", "xoxb-of-the-past"),
                Map.entry("slack.channel", "C1"),
                Map.entry("orders-api-to-events.start", "true"),
                Map.entry("orders-api-to-events.application", "acme"),
                Map.entry("orders-api.base-url", RECEIVER),
                Map.entry("orders-api.access-token", "token-of-the-past"));
    }

    private HttpServer receiver() throws IOException {
        URI at = URI.create(RECEIVER);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), at.getPort()), 0);
        answer(server, "/ok", 200, "");
        answer(server, "/down", 503, "later");
        answer(server, "/refuses", 400, "never");
        answer(server, "/orders", 200, """
                {"items": [{"id": 1, "updatedAt": "2026-11-24", "total": 1.10}], "next": "c1", "hasMore": false}
                """);
        server.createContext("/hangs", exchange -> hanging.incrementAndGet());
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
        return server;
    }

    private static void answer(HttpServer server, String path, int status, String text) {
        server.createContext(path, exchange -> {
            byte[] body = text.getBytes(StandardCharsets.UTF_8);
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
    }

    private void fill(Installation installation, String url) throws Exception {
        Instant begun = Instant.now();
        String lost;
        try (SealpostProcess node = installation.start().awaitReady(PATIENCE);
                Connection database = DriverManager.getConnection(url)) {
            lost = work(installation, database);
            node.terminate(PATIENCE);
        }
        installation.set("SEALPOST_DELIVERY_INFLIGHT", "1");
        try (Connection database = DriverManager.getConnection(url);
                Statement statement = database.createStatement()) {
            // What the reconciler misses then.
            statement.executeUpdate("DELETE FROM attempt WHERE outcome = 'succeeded' AND event_id = '" + lost + "'");
            try (SealpostProcess node = installation.start().awaitReady(PATIENCE)) {
                await(database, "ledger_finding", 1);
                call(installation.api(), "POST", "/app/acme/endpoint/dead/recover", "{\"since\": \"" + begun + "\"}");
                await(database, "replay WHERE sent > 0", 1);
                leaveInTheJournal(installation, database);
                node.kill();
            }
        }
    }

    /** Returns the id of an event that was delivered. */
    private String work(Installation installation, Connection database) throws Exception {
        SealpostApi api = installation.api();
        applicationsAndEndpoints(api);
        events(api);
        webhook(api, "evt_1", 2);
        webhook(api, "evt_2", 1);
        send(installation, Map.of("sealpost_application", "nobody", "sealpost_type", "order.created"));
        String event = call(api, "POST", "/app/acme/msg", message("order.lost", "lost", 9))
                .path("id")
                .asText();
        await(database, "attempt WHERE event_id = '" + event + "' AND outcome = 'succeeded'", 2);
        await(database, "attempt WHERE destination_id LIKE 'route:%'", 2);
        await(database, "source_version", 1);
        await(database, "ended_delivery WHERE ending = 'dead'", 4);
        await(database, "poll WHERE reached IS NOT NULL", 1);
        return event;
    }

    /** While the only permit is out nothing more is taken from the broker. */
    private void leaveInTheJournal(Installation installation, Connection database) throws Exception {
        SealpostApi api = installation.api();
        call(api, "POST", "/app/hanging/msg", message("order.hanging", "hanging", 1));
        Awaitility.await().atMost(PATIENCE).until(() -> hanging.get() > 0);
        int events = count(database, "event");
        for (int i = 0; i < 6; i++) {
            call(api, "POST", "/app/acme/msg", message("order.pending", "pending-" + i, i));
        }
        call(api, "POST", "/app/ordered/msg", message("order.pending", "pending-ordered", 1));
        send(installation, Map.of("sealpost_application", "acme", "sealpost_type", "order.pending"));
        if (count(database, "event") != events) {
            throw new AssertionError("An event was taken from the journal");
        }
    }

    private void applicationsAndEndpoints(SealpostApi api) throws Exception {
        call(api, "POST", "/app", "{\"name\": \"Acme\", \"uid\": \"acme\", \"metadata\": {\"plan\": \"gold\"}}");
        endpoint(api, "acme", "plain", "/ok/plain", "");
        endpoint(api, "acme", "picky", "/ok/picky", ", \"eventTypes\": [\"order.*\"], \"channels\": [\"eu\"]");
        endpoint(api, "acme", "retrying", "/down/retrying", """
                , "policy": {"retrySchedule": [0.1, 3600, 3600], "throttle": {"rate": 50, "burst": 5},
                   "concurrency": 2, "breaker": {"consecutiveFailures": 0}}""");
        endpoint(api, "acme", "broken", "/down/broken", """
                , "policy": {"retrySchedule": [3600], "breaker": {"consecutiveFailures": 2, "openForSeconds": 86400}}""");
        endpoint(api, "acme", "dead", "/refuses/dead", ", \"policy\": {\"retrySchedule\": []}");
        endpoint(api, "acme", "disabled", "/ok/disabled", ", \"disabled\": true");
        endpoint(api, "acme", "paused", "/ok/paused", "");
        call(api, "POST", "/app/acme/endpoint/paused/pause", "");
        call(api, "POST", "/app", "{\"name\": \"In order\", \"uid\": \"ordered\"}");
        endpoint(api, "ordered", "in-order", "/down/in-order", """
                , "policy": {"ordering": "strict", "retrySchedule": [3600], "breaker": {"consecutiveFailures": 0}}""");
        endpoint(api, "ordered", "blocked", "/refuses/blocked", """
                , "policy": {"ordering": "strict", "retrySchedule": []}""");
        call(api, "POST", "/app", "{\"name\": \"Hanging\", \"uid\": \"hanging\"}");
        endpoint(api, "hanging", "hanging", "/hangs", "");
    }

    private void endpoint(SealpostApi api, String application, String uid, String path, String more) throws Exception {
        call(
                api,
                "POST",
                "/app/" + application + "/endpoint",
                "{\"uid\": \"" + uid + "\", \"url\": \"" + RECEIVER + path + "\", \"secret\": \"" + SECRET + "\"" + more
                        + "}");
    }

    private void events(SealpostApi api) throws Exception {
        for (int i = 0; i < 4; i++) {
            call(api, "POST", "/app/acme/msg", message("order.created", "order-" + i, i));
        }
        call(api, "POST", "/app/acme/msg", message("order.created", "order-0", 0));
        call(api, "POST", "/app/acme/msg", """
                {"eventType": "order.expiring", "payload": {"x": 1.10}, "expiresAt": "2099-01-01T00:00:00Z",
                 "payloadRetentionPeriod": 30}""");
        for (int i = 0; i < 3; i++) {
            call(api, "POST", "/app/ordered/msg", message("order.created", "ordered-" + i, i));
        }
    }

    private static String message(String type, String id, int number) {
        return "{\"eventType\": \"" + type + "\", \"eventId\": \"" + id + "\", \"channels\": [\"eu\"], \"tags\": [\"t"
                + number + "\"], \"payload\": {\"number\": " + number + ", \"total\": 1.10}}";
    }

    private void webhook(SealpostApi api, String id, int created) throws Exception {
        String body = "{\"id\": \"" + id + "\", \"type\": \"charge.dispute.created\", \"created\": " + created
                + ", \"data\": {\"object\": {\"id\": \"dp_1\", \"amount\": 5, \"currency\": \"eur\", \"reason\": \"x\","
                + " \"charge\": \"ch_1\"}}}";
        long now = Instant.now().getEpochSecond();
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(STRIPE_SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        String signature = HexFormat.of().formatHex(mac.doFinal((now + "." + body).getBytes(StandardCharsets.UTF_8)));
        send(HttpRequest.newBuilder(api.base().resolve("/in/stripe"))
                .header("content-type", "application/json")
                .header("stripe-signature", "t=" + now + ",v1=" + signature)
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private static void send(Installation installation, Map<String, String> properties) throws Exception {
        try (FastProducer producer =
                FastProducer.at(installation.corePort(), "sealpost", installation.brokerPassword())) {
            producer.send(properties, "{\"number\": 7}".getBytes(StandardCharsets.UTF_8));
            producer.awaitConfirmed();
        }
    }

    private static void await(Connection database, String from, int rows) {
        Awaitility.await("rows in " + from).atMost(PATIENCE).until(() -> count(database, from) >= rows);
    }

    private static int count(Connection database, String from) throws SQLException {
        try (Statement statement = database.createStatement();
                ResultSet result = statement.executeQuery("SELECT COUNT(*) FROM " + from)) {
            result.next();
            return result.getInt(1);
        }
    }

    private JsonNode call(SealpostApi api, String method, String path, String body) throws Exception {
        return send(HttpRequest.newBuilder(api.base().resolve("/api/v1" + path))
                .header("authorization", api.authorization())
                .header("content-type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body)));
    }

    private JsonNode send(HttpRequest.Builder request) throws Exception {
        HttpResponse<String> answer =
                http.send(request.timeout(Duration.ofSeconds(30)).build(), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() >= 300) {
            throw new AssertionError(answer.request() + " was answered " + answer.statusCode() + " " + answer.body());
        }
        return JSON.readTree(answer.body().isEmpty() ? "{}" : answer.body());
    }

    private static void pack(Path data, Path zip) throws IOException {
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip));
                Stream<Path> files = Files.walk(data)) {
            out.setLevel(9);
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                out.putNextEntry(new ZipEntry(data.relativize(file).toString()));
                Files.copy(file, out);
                out.closeEntry();
            }
        }
    }
}
