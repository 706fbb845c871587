package dev.sealpost;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sealpost.broker.ExternalArtemis;
import dev.sealpost.database.PostgresqlServer;
import dev.sealpost.port.FreePorts;
import dev.sealpost.route.load.ReloadRoutes;
import dev.sealpost.route.load.RouteFileStatus;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes that share PostgreSQL: a deployment reaches both or none, and a node that starts later. */
class DeploymentOnNodesTest {

    private static final String FILE = "routes/forward.camel.yaml";
    private static final String ROUTE = """
            - route:
                id: %s
                from:
                  uri: event:order.created
                  steps:
                    - setHeader:
                        name: shop
                        expression:
                          constant:
                            expression: '{{%s}}'
                    - to:
                        uri: event:order.seen
            """;

    private final int corePort = FreePorts.next();
    private final String database = PostgresqlServer.urlOf(DeploymentOnNodesTest.class);

    @Test
    void reachesAllNodesOrNone(@TempDir Path folder, @TempDir Path first, @TempDir Path second) throws Exception {
        try (ExternalArtemis artemis = ExternalArtemis.started(folder, corePort, FreePorts.next());
                Node one = start(first, "--camel.variables.shop=a", "--camel.variables.only-here=b")) {
            try (Node two = start(second, "--camel.variables.shop=a")) {
                await().until(() -> one.number("SELECT COUNT(*) FROM node") == 2);

                HttpResponse<String> answer = deploy(one, ROUTE.formatted("one", "camel.variables.shop"));
                assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
                await().until(() ->
                        running(one).equals(List.of("one")) && running(two).equals(List.of("one")));
                await().until(() -> stages(one, 1).equals(List.of("loaded", "loaded")));

                HttpResponse<String> refused = deploy(one, ROUTE.formatted("two", "camel.variables.only-here"));
                assertThat(refused.statusCode()).as(refused.body()).isEqualTo(422);
                JsonNode problem = new ObjectMapper().readTree(refused.body()).at("/detail/0");
                assertThat(problem.at("/pointer").asText()).isEqualTo("/files/routes~1forward.camel.yaml");
                assertThat(problem.at("/msg").asText())
                        .startsWith("on node_")
                        .contains(": " + FILE + ":10:")
                        .contains("only-here");
                assertThat(running(one)).containsExactly("one");
                assertThat(running(two)).containsExactly("one");
            }
            await().until(() -> one.number("SELECT COUNT(*) FROM node") == 1);
            assertThat(deploy(one, ROUTE.formatted("two", "camel.variables.only-here"))
                            .statusCode())
                    .isEqualTo(201);

            // A node that starts later loads the active version, as far as it can, and says what is missing.
            try (Node late = start(second, "--camel.variables.shop=a")) {
                await().until(() -> stages(one, 2).equals(List.of("loaded", "failed"))
                        || stages(one, 2).equals(List.of("failed", "loaded")));
                assertThat(late.bean("reloadRoutes", ReloadRoutes.class).deployment())
                        .contains(2L);
                assertThat(one.call("POST", "/deployment/rollback", "{}")
                                .at("/version")
                                .asInt())
                        .isEqualTo(1);
                await().until(() -> running(late).equals(List.of("one")));
            }
        }
    }

    private Node start(Path data, String... values) throws Exception {
        List<String> settings = new ArrayList<>(List.of(
                "--sealpost.database.url=" + database,
                "--sealpost.database.user=postgres",
                "--sealpost.signature.encryption-key=" + "A".repeat(43) + "=",
                "--sealpost.broker.external.url=tcp://127.0.0.1:" + corePort,
                "--sealpost.broker.external.user=" + ExternalArtemis.NODE,
                "--sealpost.broker.external.password=" + ExternalArtemis.PASSWORD,
                "--sealpost.deployment.interval=100ms",
                "--sealpost.cluster.dead-after=3s",
                "--spring.jmx.enabled=false"));
        settings.addAll(List.of(values));
        return new Node(data, settings.toArray(String[]::new));
    }

    private static List<String> running(Node node) {
        return node.bean("reloadRoutes", ReloadRoutes.class).files().stream()
                .filter(file -> file.file().equals(FILE))
                .flatMap(file -> file.routes().stream())
                .map(RouteFileStatus.RouteStatus::id)
                .toList();
    }

    private static List<String> stages(Node node, int version) {
        return node.call("GET", "/deployment/" + version, "")
                .at("/proposal/nodes")
                .findValuesAsText("stage");
    }

    private static HttpResponse<String> deploy(Node node, String route) throws Exception {
        ObjectNode body = new ObjectMapper().createObjectNode();
        Map.of(FILE, route).forEach(body.putObject("files")::put);
        return node.send(node.request("/api/v1/deployment")
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString())));
    }

    private static ConditionFactory await() {
        return Awaitility.await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(50));
    }
}
