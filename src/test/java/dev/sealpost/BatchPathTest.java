package dev.sealpost;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sealpost.application.ApplicationId;
import dev.sealpost.event.EventId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** Batches, from the events to the receiver of a route, through a whole node. */
@TestInstance(Lifecycle.PER_CLASS)
class BatchPathTest {

    private static final Path EXAMPLE = Path.of("routes/examples/batches/orders-in-batches.camel.yaml");
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String ROUTE = """
            - route:
                id: %1$s
                from:
                  uri: event:order.created?application=%1$s&%2$s
                  steps:
                    - setHeader:
                        name: Batch
                        expression:
                          simple:
                            expression: ${header.SealpostBatchId}
                    - to:
                        uri: %3$s
                        parameters:
                          httpMethod: POST
                          throwExceptionOnFailure: false
                    - bean:
                        ref: connectorAnswer
                        method: requireSuccess
            """;

    private Path home = Path.of("");
    private Inbox inbox;
    private Node node;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        inbox = new Inbox();
        // The example takes the orders of every application: rejecting those of other tests would open its breaker.
        inbox.answers("/warehouse", Inbox.status(200));
        home = folder.resolve("home");
        Files.createDirectories(home.resolve("routes/examples"));
        Files.copy(EXAMPLE, home.resolve("routes").resolve(EXAMPLE.getFileName()));
        Files.writeString(home.resolve("routes/examples/none.camel.yaml"), "- nonsense");
        route("full", "batch=100&batchTimeout=1s");
        route("again", "batch=5&batchTimeout=1s");
        route("culprit", "batch=100&batchTimeout=2s");
        route("ordered", "batch=4&batchTimeout=1s&ordered=pass-dead");
        node = new Node(
                folder.resolve("data"),
                "--sealpost.home.directory=" + home,
                "--orders-in-batches.url=" + inbox.url("/warehouse"));
    }

    private void route(String id, String options) throws IOException {
        Files.writeString(
                home.resolve("routes/" + id + ".camel.yaml"), ROUTE.formatted(id, options, inbox.url("/" + id)));
    }

    @AfterAll
    void stop() throws Exception {
        node.close();
        inbox.close();
    }

    private static ConditionFactory eventually() {
        return Awaitility.await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(20));
    }

    private List<EventId> publish(ApplicationId application, int events) {
        return IntStream.range(0, events)
                .mapToObj(i -> node.publish(application, "{\"n\": " + i + "}"))
                .toList();
    }

    private static List<JsonNode> events(Inbox.Received request) {
        try {
            JsonNode body = JSON.readTree(request.body());
            return StreamSupport.stream(body.spliterator(), false).toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static List<Integer> numbers(Inbox.Received request) {
        return events(request).stream()
                .map(event -> event.at("/data/n").asInt())
                .toList();
    }

    private static List<String> ids(List<Inbox.Received> requests) {
        return requests.stream()
                .flatMap(request -> events(request).stream())
                .map(event -> event.get("id").asText())
                .toList();
    }

    private void awaitEnd(String route, int deliveries) {
        String of = " WHERE destination_id = 'route:" + route + "'";
        eventually()
                .until(() ->
                        node.count("attempt" + of + " AND outcome = 'succeeded'") + node.count("ended_delivery" + of)
                                == deliveries);
        assertThat(node.count("due_delivery" + of)).isZero();
    }

    private static List<String> values(List<EventId> events) {
        return events.stream().map(EventId::value).toList();
    }

    @Test
    void givesARouteManyEventsAsOneExchange() {
        inbox.answers("/full", Inbox.status(200));
        List<EventId> published = publish(node.anApplication("full"), 250);

        awaitEnd("full", 250);

        List<Inbox.Received> batches = inbox.at("/full");
        assertThat(batches).hasSizeBetween(3, 50);
        assertThat(batches).allSatisfy(batch -> assertThat(events(batch)).hasSizeLessThanOrEqualTo(100));
        assertThat(ids(batches)).containsExactlyInAnyOrderElementsOf(values(published));
        JsonNode first = events(batches.getFirst()).getFirst();
        assertThat(first.fieldNames()).toIterable().containsExactly("id", "type", "time", "application", "data");
        assertThat(node.attempts(published.getFirst()))
                .filteredOn(attempt -> "route:full".equals(attempt.get("destination_id")))
                .singleElement()
                .satisfies(attempt -> assertThat(attempt)
                        .containsEntry("batch_id", batches.getFirst().header("Batch")));
    }

    @Test
    void repeatsABatchAsItWas() throws Exception {
        CountDownLatch refused = new CountDownLatch(1);
        inbox.answers("/again", (request, out) -> {
            Inbox.status(refused.getCount() == 0 ? 200 : 503).write(request, out);
            refused.countDown();
        });
        publish(node.anApplication("again"), 5);

        awaitEnd("again", 5);

        List<Inbox.Received> attempts = inbox.at("/again");
        assertThat(attempts).hasSize(2);
        assertThat(attempts.getFirst().body()).isEqualTo(attempts.getLast().body());
        assertThat(attempts.getFirst().header("Batch"))
                .isEqualTo(attempts.getLast().header("Batch"));
    }

    @Test
    void findsTheCulpritAmongAHundred() {
        inbox.answers(
                "/culprit",
                (request, out) ->
                        Inbox.status(numbers(request).contains(-1) ? 422 : 200).write(request, out));
        ApplicationId application = node.anApplication("culprit");
        List<EventId> good = new ArrayList<>(publish(application, 60));
        EventId bad = node.publish(application, "{\"n\": -1}");
        good.addAll(publish(application, 39));

        awaitEnd("culprit", 100);

        assertThat(node.ids("SELECT event_id FROM ended_delivery WHERE destination_id = 'route:culprit'"))
                .containsExactly(bad.value());
        List<Inbox.Received> accepted = inbox.at("/culprit").stream()
                .filter(request -> !numbers(request).contains(-1))
                .toList();
        assertThat(ids(accepted)).containsExactlyInAnyOrderElementsOf(values(good));
        // A hundred are found in fifteen calls, if they came as one batch.
        assertThat(inbox.at("/culprit")).hasSizeBetween(13, 40);
        JsonNode attempts = node.call(
                "GET", "/app/" + application.value() + "/attempt/msg/" + bad.value() + "?with_content=false", "");
        assertThat(attempts.get("data"))
                .isNotEmpty()
                .allSatisfy(
                        attempt -> assertThat(attempt.get("batchId").asText()).startsWith("batch_"));
        eventually()
                .until(() -> node.number("SELECT SUM(owed - delivered - dead - expired - cancelled) FROM ledger")
                        == node.count("due_delivery"));
    }

    @Test
    void keepsTheOrderWhileABatchIsHalved() {
        inbox.answers(
                "/ordered",
                (request, out) ->
                        Inbox.status(numbers(request).contains(1) ? 422 : 200).write(request, out));
        publish(node.anApplication("ordered"), 12);

        awaitEnd("ordered", 12);

        List<Integer> accepted = inbox.at("/ordered").stream()
                .filter(request -> !numbers(request).contains(1))
                .flatMap(request -> numbers(request).stream())
                .toList();
        assertThat(accepted)
                .containsExactlyElementsOf(
                        IntStream.range(0, 12).filter(n -> n != 1).boxed().toList());
    }

    @Test
    void runsTheExample() throws Exception {
        int before = inbox.at("/warehouse").size();
        ApplicationId application = node.anApplication("example");
        List<EventId> published = publish(application, 20);

        eventually()
                .until(() -> inbox.at("/warehouse").stream()
                        .skip(before)
                        .flatMap(request -> orders(request).keySet().stream())
                        .collect(Collectors.toSet())
                        .containsAll(values(published)));

        Inbox.Received request = inbox.at("/warehouse").getLast();
        assertThat(request.header("Idempotency-Key")).startsWith("batch_");
        assertThat(request.header("SealpostBatchId")).isEmpty();
        assertThat(orders(request)).hasSizeLessThanOrEqualTo(10);
        assertThat(new String(request.body(), StandardCharsets.UTF_8)).contains("\"order\":{\"n\":");
    }

    private static Map<String, JsonNode> orders(Inbox.Received request) {
        try {
            JsonNode orders = JSON.readTree(request.body()).get("orders");
            return StreamSupport.stream(orders.spliterator(), false)
                    .collect(Collectors.toMap(order -> order.get("eventId").asText(), order -> order.get("order")));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
