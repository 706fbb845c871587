package dev.sealpost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.sealpost.application.ApplicationId;
import dev.sealpost.event.EventId;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.management.ObjectName;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.PluginHelper;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One node, and what its operator does to route files while events flow. */
class RouteReloadTest {

    private static final String ROUTE = """
            - route:
                id: forward
                from:
                  uri: event:order.created
                  steps:
                    - to:
                        uri: %s
            """;

    @Test
    void takesInFilesWhileEventsFlow(@TempDir Path home, @TempDir Path data) throws Exception {
        Inbox inbox = new Inbox();
        for (String path : List.of("/webhook", "/first", "/second", "/third", "/fourth")) {
            inbox.answers(path, Inbox.status(200));
        }
        Path file = home.resolve("routes/forward.camel.yaml");
        Files.createDirectories(file.getParent());
        try (Node node =
                new Node(data, "--sealpost.home.directory=" + home, "--sealpost.routes.reload.interval=100ms")) {
            requireGuards(node.bean("camelContext", CamelContext.class));
            ApplicationId application = node.anApplication("reload");
            node.anEndpoint(application, inbox.url("/webhook"));

            // A new file: its route starts.
            Files.writeString(file, ROUTE.formatted(inbox.url("/first")));
            await().until(() -> state(node).equals("running"));

            // Changed files: events flow meanwhile, and each is delivered once.
            List<EventId> published = new ArrayList<>();
            publish(node, application, published, 100);
            Files.writeString(file, ROUTE.formatted(inbox.url("/second")));
            Files.writeString(
                    home.resolve("routes/webhook-delivery.camel.yaml"),
                    "# edited\n" + Files.readString(Path.of("routes/webhook-delivery.camel.yaml")));
            await().until(() -> {
                publish(node, application, published, 20);
                return !inbox.at("/second").isEmpty();
            });
            publish(node, application, published, 100);
            await().until(() -> node.count("attempt WHERE outcome = 'succeeded'") == 2L * published.size());
            assertThat(node.count("attempt"))
                    .as("attempts, none of them failed")
                    .isEqualTo(2L * published.size());
            assertThat(inbox.at("/first").size() + inbox.at("/second").size()).isEqualTo(published.size());
            assertThat(inbox.at("/webhook")).hasSize(published.size());
            assertThat(routes(node).toString()).contains("\"routes/webhook-delivery.camel.yaml\"");

            // A mistake: the route runs on, and it is told.
            Files.writeString(file, ROUTE.formatted(inbox.url("/third")).replace("- to:", "- too:"));
            await().until(() -> state(node).equals("outdated"));
            JsonNode problem = entry(node).get("problems").get(0);
            assertThat(problem.get("line").asInt()).isEqualTo(6);
            assertThat(problem.get("reason").asText()).contains("too");
            assertThat(problem.has("since")).isTrue();
            assertThat(problemCount()).isEqualTo(1);
            int before = inbox.at("/second").size();
            publish(node, application, published, 1);
            await().until(() -> inbox.at("/second").size() == before + 1);

            // Mended.
            Files.writeString(file, ROUTE.formatted(inbox.url("/third")));
            await().until(() -> state(node).equals("running"));
            assertThat(problemCount()).isZero();
            publish(node, application, published, 1);
            await().until(() -> inbox.at("/third").size() == 1);

            // Deleted: the route stops, what it is owed waits, and goes out when the file is back.
            Files.delete(file);
            await().until(() -> state(node).equals("gone"));
            publish(node, application, published, 1);
            await().until(() -> node.count("due_delivery WHERE destination_id LIKE 'route:%'") == 1);
            Files.writeString(file, ROUTE.formatted(inbox.url("/fourth")));
            node.call("POST", "/route/reload", "{}");
            assertThat(state(node)).isEqualTo("running");
            await().until(() -> inbox.at("/fourth").size() == 1);
        }
    }

    /** Others set up the same context, and could have taken these places. */
    private static void requireGuards(CamelContext camel) {
        camel.getRegistry().bind("secret", "of nobody");
        Exchange exchange = new DefaultExchange(camel);
        exchange.getMessage().setHeader("id", "#secret");
        assertThat(camel.resolveLanguage("simple")
                        .createExpression("${header.id.trim()}")
                        .evaluate(exchange, String.class))
                .isEqualTo("#secret");
        assertThatThrownBy(() -> PluginHelper.getResourceLoader(camel).resolveResource("http://127.0.0.1:1/x"))
                .hasMessageContaining("resources cannot be loaded from a URL");
    }

    private static ConditionFactory await() {
        return Awaitility.await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(20));
    }

    private static void publish(Node node, ApplicationId application, List<EventId> published, int count) {
        for (int i = 0; i < count; i++) {
            published.add(node.publish(application, "{\"n\": " + published.size() + "}"));
        }
    }

    private static JsonNode routes(Node node) {
        return node.call("GET", "/route", "").get("data");
    }

    private static JsonNode entry(Node node) {
        for (JsonNode each : routes(node)) {
            if (each.get("file").asText().equals("routes/forward.camel.yaml")) {
                return each;
            }
        }
        return MissingNode.getInstance();
    }

    private static String state(Node node) {
        return entry(node).path("state").asText("gone");
    }

    private static int problemCount() throws Exception {
        return (Integer) ManagementFactory.getPlatformMBeanServer()
                .getAttribute(new ObjectName("dev.sealpost:type=RouteFiles"), "ProblemCount");
    }
}
