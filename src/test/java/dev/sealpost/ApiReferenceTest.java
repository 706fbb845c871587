package dev.sealpost;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.sealpost.ApiExamples.Answered;
import dev.sealpost.ApiPages.Described;
import dev.sealpost.broker.AmqpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.qpid.proton.Proton;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.messaging.ApplicationProperties;
import org.apache.qpid.proton.amqp.messaging.Data;
import org.apache.qpid.proton.message.Message;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The pages of {@code docs/api/}, and every operation of a whole node as it is described: it succeeds, and its answer fits its
 * schema. Run with {@code -Dtests.update-api=true} to write the pages and their examples.
 */
@Timeout(180)
class ApiReferenceTest {

    private static final Path PAGES = Path.of("docs", "api");
    private static final Path EXAMPLES = Path.of("src", "test", "resources", "api", "examples.json");
    private static final boolean UPDATE = Boolean.getBoolean("tests.update-api");
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Number of messages to be parked: one to delete, one to send back, and one to look at. */
    private static final int STRANGE = 3;

    /** Operations whose example is an error, since a node that works has nothing for them. */
    private static final Set<String> NOTHING_TO_DO = Set.of("intake.park", "intake.delete");

    /** What later calls need, in this order. */
    private static final List<String> FIRST =
            List.of("application.create", "eventType.create", "endpoint.create", "message.create");

    /** What would change or be changed by what later calls do. */
    private static final List<String> SECOND = List.of("parked.delete", "parked.redrive", "deployment.deploy");

    /** In which order the others are called: what reads, what changes, what deletes, the innermost first. */
    private static final Comparator<Described> ORDER = Comparator.comparing((Described each) ->
                    List.of("GET", "POST", "PUT", "PATCH", "DELETE").indexOf(each.method()))
            .thenComparing(each -> each.method().equals("DELETE") ? -each.path().length() : 0)
            .thenComparing(Described::path);

    @Test
    void describesWhatANodeAnswers(@TempDir Path data) throws Exception {
        JsonNode document;
        ApiExamples examples;
        try (Inbox inbox = new Inbox();
                Node node = new Node(data)) {
            document = JSON.readTree(
                    node.send(node.request("/api/v1/openapi.json")).body());
            examples = new ApiExamples(node, document);
            callAll(node, inbox, document, examples, data);
        }
        if (UPDATE) {
            Files.writeString(
                    EXAMPLES, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(examples.kept()) + "\n");
        }
        JsonNode stored = JSON.readTree(EXAMPLES.toFile());

        succeeds(examples.answers());
        fits(document, examples.answers());
        isUpToDate(document, stored);
    }

    private static void callAll(Node node, Inbox inbox, JsonNode document, ApiExamples examples, Path data)
            throws Exception {
        inbox.answers("/webhooks", Inbox.status(204));
        inbox.answers("/broken", Inbox.status(500));
        examples.show(inbox.url("/webhooks"), "https://example.com/webhooks");
        examples.show(inbox.url("/broken"), "https://example.com/broken");
        examples.show(data.toString(), "/var/lib/sealpost/data");
        Map<String, JsonNode> members = Map.of("url", TextNode.valueOf(inbox.url("/webhooks")));
        Map<String, Described> byId = new TreeMap<>();
        ApiPages.operations(document).forEach(each -> byId.put(each.id(), each));
        examples.name("app", "example-ltd");
        examples.name("endpoint", "shop-1");
        examples.name("message", "order-1-created");
        examples.name("event_type", "order.created");
        for (String id : FIRST) {
            examples.call(byId.get(id), members);
        }
        fill(node, inbox, examples);
        examples.name(
                "Parked.id", node.call("GET", "/parked", "").at("/data/1/id").asText());
        for (String id : SECOND) {
            examples.call(byId.get(id), members);
            examples.name(
                    "Parked.id",
                    node.call("GET", "/parked", "").at("/data/0/id").asText());
        }
        node.call(
                "POST",
                "/deployment",
                examples.kept().at("/deployment.deploy/body").toString().replace("id: orders", "id: all-orders"));
        List<Described> others = byId.values().stream()
                .filter(each -> !FIRST.contains(each.id()) && !SECOND.contains(each.id()))
                .sorted(ORDER)
                .toList();
        for (Described each : others) {
            JsonNode answer = examples.call(each, members);
            if (each.id().equals("replay.recover")) {
                examples.name("Background.id", answer.path("id").asText());
            }
            if (each.id().equals("audit.list")) {
                examples.name("entry", answer.at("/data/0/id").asText());
            }
            if (each.id().equals("parked.list")) {
                examples.name("Parked.id", answer.at("/data/0/id").asText());
            }
        }
    }

    /** What operators meet: a dead letter, a parked message, findings, a poll and an id map. */
    private static void fill(Node node, Inbox inbox, ApiExamples examples) throws Exception {
        node.call(
                "POST",
                "/app/example-ltd/endpoint",
                "{\"url\": \"" + inbox.url("/broken")
                        + "\", \"uid\": \"broken\", \"policy\": {\"retrySchedule\": [0.1]}}");
        node.call(
                "POST", "/app/example-ltd/msg", "{\"eventType\": \"order.paid\", \"payload\": {\"orderId\": \"o-2\"}}");
        node.call("POST", "/app/example-ltd/endpoint/shop-1/recover", "{\"since\": \"" + Instant.now() + "\"}");
        try (AmqpClient amqp = new AmqpClient(node.amqpPort, "sealpost", node.producerPassword(), "events")) {
            for (int i = 0; i < STRANGE; i++) {
                amqp.send(strange());
            }
        }
        for (String finding : List.of("finding-1", "finding-2")) {
            node.change("INSERT INTO ledger_finding (id, kind, detail, found_at) VALUES ('" + finding
                    + "', 'missing', 'an event is missing', 1)");
        }
        node.change("INSERT INTO poll (name, holder, held_until) VALUES ('orders', '', 0)");
        node.change("INSERT INTO id_map (map, system, external_id, record_id, changed_at) VALUES"
                + " ('customer', 'shop', '1001', 'r1', 1), ('customer', 'crm', 'c-9', 'r1', 1)");
        examples.name("finding", "finding-1");
        examples.name("poll", "orders");
        examples.name("map", "customer");
        examples.name("Connector.name", "slack-message-sink");
        examples.name("version", "1");
        Awaitility.await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(node.call("GET", "/app/example-ltd/dead-letter", "").path("data"))
                    .hasSize(1);
            assertThat(node.call("GET", "/app/example-ltd/attempt/endpoint/shop-1", "")
                            .path("data"))
                    .isNotEmpty();
            assertThat(node.call("GET", "/app/example-ltd/endpoint/shop-1/stats", "")
                            .path("success")
                            .asInt())
                    .isEqualTo(1);
            assertThat(node.call("GET", "/parked", "").path("data")).hasSize(STRANGE);
        });
        examples.name(
                "attempt",
                node.call("GET", "/app/example-ltd/attempt/msg/order-1-created", "")
                        .at("/data/0/id")
                        .asText());
        examples.name(
                "Background.id",
                node.call("GET", "/background-task", "").at("/data/0/id").asText());
    }

    /** A message for an application that is not there. */
    private static Message strange() {
        Message message = Proton.message();
        message.setApplicationProperties(new ApplicationProperties(
                new TreeMap<>(Map.of("sealpost_application", "nobody", "sealpost_type", "order.created"))));
        message.setBody(new Data(new Binary("{}".getBytes(StandardCharsets.UTF_8))));
        message.setDurable(true);
        return message;
    }

    private static void succeeds(List<Answered> answers) {
        assertThat(answers)
                .filteredOn(each -> each.status() >= 300)
                .extracting(each -> each.operation().id() + " " + each.status() + " "
                        + each.json().map(JsonNode::toString).orElse(""))
                .allMatch(text -> NOTHING_TO_DO.contains(text.split(" ")[0]));
    }

    private static void fits(JsonNode document, List<Answered> answers) {
        ApiSchemas schemas = new ApiSchemas(document);
        assertThat(answers.stream().flatMap(each -> {
                    JsonNode response = schemas.resolved(
                            each.operation().operation().path("responses").path(Integer.toString(each.status())));
                    if (response.isMissingNode()) {
                        return Stream.of(each.operation().id() + " may not answer " + each.status());
                    }
                    return schemas.json(response).stream()
                            .flatMap(schema ->
                                    schemas
                                            .misfits(
                                                    schema,
                                                    each.json().orElseThrow(),
                                                    each.operation().id())
                                            .stream());
                }))
                .isEmpty();
    }

    private static void isUpToDate(JsonNode document, JsonNode stored) throws Exception {
        Set<String> described = new TreeSet<>();
        ApiPages.operations(document).forEach(each -> described.add(each.id()));
        Set<String> shown = new TreeSet<>();
        stored.fieldNames().forEachRemaining(shown::add);
        assertThat(shown).as("run this test with -Dtests.update-api=true").isEqualTo(described);
        Map<String, String> pages = new ApiPages(document, stored).pages();
        if (UPDATE) {
            Files.createDirectories(PAGES);
            for (Map.Entry<String, String> page : pages.entrySet()) {
                Files.writeString(PAGES.resolve(page.getKey()), page.getValue());
            }
        }
        for (Map.Entry<String, String> page : pages.entrySet()) {
            assertThat(PAGES.resolve(page.getKey()))
                    .as("run this test with -Dtests.update-api=true")
                    .hasContent(page.getValue());
        }
        try (Stream<Path> files = Files.list(PAGES)) {
            assertThat(files.map(file -> file.getFileName().toString()).filter(name -> !name.equals("errors.md")))
                    .containsExactlyInAnyOrderElementsOf(pages.keySet());
        }
    }
}
