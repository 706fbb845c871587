package dev.sealpost;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sealpost.application.ApplicationId;
import dev.sealpost.event.EventId;
import jakarta.jms.Connection;
import jakarta.jms.Session;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** Metrics of a whole node as a scraper sees them, before and after it has delivered. */
@TestInstance(Lifecycle.PER_CLASS)
class MetricsTest {

    private static final String PATH = "/actuator/prometheus";
    private static final String TOKEN = "the-token-of-the-scraper";

    private Inbox inbox;
    private Node node;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        inbox = new Inbox();
        node = new Node(folder, "--sealpost.metrics.token=" + TOKEN);
        holdADelivery();
    }

    /** Before anybody scrapes: what waits is counted again only after ten seconds. */
    private void holdADelivery() {
        ApplicationId application = node.anApplication("held");
        node.anEndpoint(application, inbox.url("/held"));
        inbox.answers("/held", (request, out) -> {
            node.disableEndpoints(application);
            Inbox.status(500).write(request, out);
        });
        EventId event = node.publish(application, "{}");
        eventually().until(() -> node.outcomes(event).equals(List.of("rejected")));
    }

    @AfterAll
    void stop() throws Exception {
        node.close();
        inbox.close();
    }

    private static ConditionFactory eventually() {
        return Awaitility.await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(50));
    }

    private HttpRequest.Builder scrapeWith(String token) {
        return HttpRequest.newBuilder(URI.create(node.url(PATH))).header("Authorization", "Bearer " + token);
    }

    private String scrape() throws Exception {
        return node.send(scrapeWith(TOKEN)).body();
    }

    /** The value of the series that is written so. */
    private double value(String series) throws Exception {
        String scraped = scrape();
        List<String> lines =
                scraped.lines().filter(line -> line.startsWith(series + " ")).toList();
        assertThat(lines).as("%s in%n%s", series, scraped).hasSize(1);
        return Double.parseDouble(lines.getFirst().substring(series.length() + 1));
    }

    private void becomes(String series, double expected) {
        eventually().untilAsserted(() -> assertThat(value(series)).isEqualTo(expected));
    }

    @Test
    void isForThoseWhoHaveItsToken() throws Exception {
        assertThat(node.send(scrapeWith(TOKEN)).statusCode()).isEqualTo(200);
        assertThat(node.send(scrapeWith("another")).statusCode()).isEqualTo(401);
        assertThat(node.send(node.request(PATH)).statusCode()).isEqualTo(401);
        assertThat(node.send(HttpRequest.newBuilder(URI.create(node.url(PATH)))).statusCode())
                .isEqualTo(401);
        assertThat(node.send(HttpRequest.newBuilder(URI.create(node.url("/api/v1/app")))
                                .header("Authorization", "Bearer " + TOKEN))
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void countsWhatHappens() throws Exception {
        String matched = "sealpost_events_accepted_total{result=\"matched\"}";
        String succeeded = "sealpost_attempts_total{kind=\"endpoint\",outcome=\"succeeded\"}";
        String rejected = "sealpost_attempts_total{kind=\"endpoint\",outcome=\"rejected\"}";
        String delivered = "sealpost_deliveries_ended_total{end=\"delivered\"}";
        String dead = "sealpost_deliveries_ended_total{end=\"dead\"}";
        String latency = "sealpost_delivery_latency_seconds_count{kind=\"endpoint\"}";
        String slowest = "sealpost_delivery_latency_seconds_bucket{kind=\"endpoint\",le=\"+Inf\"}";
        String unmatched = "sealpost_events_accepted_total{result=\"unmatched\"}";
        Map<String, Integer> expected = Map.of(
                matched, 1, unmatched, 1, succeeded, 1, rejected, 3, delivered, 1, dead, 1, latency, 1, slowest, 1);
        Map<String, Double> before = new HashMap<>();
        for (String series : expected.keySet()) {
            before.put(series, value(series));
        }
        inbox.answers("/good", Inbox.status(200));
        inbox.answers("/bad", Inbox.status(500));
        ApplicationId application = node.anApplication("counted");
        node.anEndpoint(application, inbox.url("/good"));
        node.anEndpoint(application, inbox.url("/bad"));

        EventId event = node.publish(application, "{}");
        node.publish(node.anApplication("lonely"), "{}");
        eventually().until(() -> node.outcomes(event).size() == 4);

        expected.forEach((series, more) -> becomes(series, before.getOrDefault(series, 0.0) + more));
        becomes("sealpost_deliveries_in_flight", 0);
        becomes("sealpost_queue_messages{queue=\"events\"}", 0);
        becomes("sealpost_breakers_open", 0);
        assertThat(value("sealpost_delivery_latency_seconds_sum{kind=\"endpoint\"}"))
                .isBetween(0.000_1, 20.0);
        assertThat(value("sealpost_recorder_batch_entries_sum")).isGreaterThanOrEqualTo(6);
        assertThat(value("sealpost_recorder_transaction_seconds_count"))
                .isEqualTo(value("sealpost_recorder_batch_entries_count"))
                .isPositive();
        assertThat(value("sealpost_disk_free_bytes")).isPositive();
        for (String reason : List.of("disk", "broker", "backlog")) {
            assertThat(value("sealpost_events_refused_total{reason=\"" + reason + "\"}"))
                    .isZero();
        }
    }

    @Test
    void countsWhatCannotBeUnderstood() throws Exception {
        double before = value("sealpost_events_parked_total");

        try (Connection connection = new ActiveMQConnectionFactory("tcp://127.0.0.1:" + node.corePort)
                .createConnection("sealpost", node.producerPassword())) {
            Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
            session.createProducer(session.createQueue("events")).send(session.createTextMessage("{}"));
        }

        becomes("sealpost_events_parked_total", before + 1);
        becomes("sealpost_queue_messages{queue=\"events.parked\"}", 1);
    }

    @Test
    void showsWhatWaitsForADestinationThatIsNotThereAsHeld() throws Exception {
        becomes("sealpost_deliveries_waiting{state=\"held\"}", 1);
        becomes("sealpost_deliveries_waiting{state=\"due\"}", 0);
        becomes("sealpost_deliveries_oldest_due_seconds", 0);
    }

    @Test
    void hasNoSeriesForAnApplicationOrAnEndpoint() throws Exception {
        inbox.answers("/quiet", Inbox.status(200));
        ApplicationId application = node.anApplication("quiet");
        node.anEndpoint(application, inbox.url("/quiet"));

        EventId event = node.publish(application, "{}");
        eventually().until(() -> node.outcomes(event).equals(List.of("succeeded")));

        assertThat(scrape()).doesNotContain("app_", "ep_", "http_server_requests", "spring_security", "camel_");
    }

    private Set<String> scrapedMetrics() throws Exception {
        return scrape().lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("[{ ]", 2)[0])
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** By the name of the metric, {@code label="value"} of all its series, and the label {@code instance} of the scraper. */
    private Map<String, Set<String>> scrapedLabels() throws Exception {
        Map<String, Set<String>> labels = new HashMap<>();
        scrape().lines().filter(line -> !line.startsWith("#")).forEach(line -> {
            String[] series = line.split("[{}]", 3);
            Set<String> its = labels.computeIfAbsent(series[0].split(" ", 2)[0], name -> new TreeSet<>());
            its.add("instance=\"$instance\"");
            if (series.length == 3) {
                Pattern.compile("\\w+=\"[^\"]*\"").matcher(series[1]).results().forEach(pair -> its.add(pair.group()));
            }
        });
        return labels;
    }

    @Test
    void hasEveryLabelOfTheDashboard() throws Exception {
        Map<String, Set<String>> scraped = scrapedLabels();

        assertThat(dashboard()).isNotEmpty().allSatisfy(expression -> {
            for (Selector selector : selectors(expression)) {
                assertThat(scraped.getOrDefault(selector.metric(), Set.of()))
                        .as(selector.metric())
                        .containsAll(selector.labels());
            }
            Set<String> names = selectors(expression).stream()
                    .flatMap(selector -> scraped.getOrDefault(selector.metric(), Set.of()).stream())
                    .map(pair -> pair.substring(0, pair.indexOf('=')))
                    .collect(Collectors.toSet());
            assertThat(names).containsAll(groups(expression));
        });
    }

    @Test
    void wouldMissALabelThatADashboardMadeUp() {
        String expression =
                "sum by (le, made_up) (rate(m_bucket{instance=~\"$instance\", kind=\"none\"}[5m])) / n{a=\"b\"}";

        assertThat(selectors(expression))
                .containsExactly(
                        new Selector("m_bucket", Set.of("instance=\"$instance\"", "kind=\"none\"")),
                        new Selector("n", Set.of("a=\"b\"")));
        assertThat(groups(expression)).containsExactlyInAnyOrder("le", "made_up");
    }

    /** @param labels as {@code label="value"} */
    private record Selector(String metric, Set<String> labels) {}

    private static List<Selector> selectors(String expression) {
        return Pattern.compile("(\\w+)\\{([^}]*)}")
                .matcher(expression)
                .results()
                .map(found -> new Selector(
                        found.group(1),
                        Arrays.stream(found.group(2).split(", *"))
                                .map(pair -> pair.replaceFirst("=~", "="))
                                .collect(Collectors.toSet())))
                .toList();
    }

    /** The labels that are summed by. */
    private static Set<String> groups(String expression) {
        return Pattern.compile("\\b(?:by|without) \\(([^)]*)\\)")
                .matcher(expression)
                .results()
                .flatMap(found -> Arrays.stream(found.group(1).split(", *")))
                .collect(Collectors.toSet());
    }

    private static List<String> dashboard() throws Exception {
        return expressions(new ObjectMapper().readTree(Files.readString(Path.of("config", "grafana-dashboard.json"))));
    }

    @Test
    void hasEveryMetricOfTheDashboard() throws Exception {
        Set<String> scraped = scrapedMetrics();

        List<String> expressions = dashboard();

        assertThat(expressions).hasSizeGreaterThan(20);
        assertThat(expressions).allSatisfy(expression -> assertThat(scraped).containsAll(metrics(expression)));
    }

    @Test
    void wouldMissAMetricThatADashboardMadeUp() {
        assertThat(metrics("1 - sum by (le) (rate(made_up_total{a=\"b\", c=~\"$d\"}[$__rate_interval])) / other"))
                .containsExactlyInAnyOrder("made_up_total", "other");
    }

    private static List<String> expressions(JsonNode dashboard) {
        return dashboard.findValues("targets").stream()
                .flatMap(targets -> targets.findValuesAsText("expr").stream())
                .toList();
    }

    /** The names in a PromQL expression that are neither functions nor labels. */
    private static List<String> metrics(String expression) {
        String bare = expression.replaceAll("\\{[^}]*}|\\[[^\\]]*]", "").replaceAll("\\b(by|without) \\([^)]*\\)", "");
        return Arrays.stream(bare.split("[^a-zA-Z0-9_(]+"))
                .flatMap(part -> Pattern.compile("[a-z_][a-zA-Z0-9_]*(?!\\w|\\()")
                        .matcher(part)
                        .results())
                .map(found -> found.group())
                .filter(name -> !name.equals("sum") && !name.equals("max"))
                .toList();
    }
}
