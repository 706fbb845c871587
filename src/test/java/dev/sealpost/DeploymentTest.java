package dev.sealpost;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sealpost.application.ApplicationId;
import dev.sealpost.route.command.DeployCommand;
import dev.sealpost.route.command.DeploymentsCommand;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** One node whose routes come from deployments, and from its files again. */
class DeploymentTest {

    private static final String ROUTE = """
            - route:
                id: forward
                from:
                  uri: event:order.created
                  steps:
                    - to:
                        uri: %s
            """;

    private static final String SOURCES = """
            sealpost:
              sources:
                shopify:
                  application: deploy
                  secrets: ["file:%s"]
            """;

    private static final String FILE = "routes/forward.camel.yaml";

    private final Inbox inbox;

    DeploymentTest() throws Exception {
        inbox = new Inbox();
    }

    @Test
    void routesEventsAsDeployedThroughRollbacksRestartsAndBackToFiles(@TempDir Path home, @TempDir Path data)
            throws Exception {
        for (String path : new String[] {"/file", "/one", "/two"}) {
            inbox.answers(path, Inbox.status(200));
        }
        Files.createDirectories(home.resolve("routes"));
        Files.writeString(home.resolve(FILE), ROUTE.formatted(inbox.url("/file")));
        ApplicationId application;
        try (Node node = start(home, data)) {
            application = node.anApplication("deploy");
            delivers(node, application, "/file");

            // A bad bundle changes nothing, and the answer points to the line.
            HttpResponse<String> refused =
                    deploy(node, Map.of(FILE, ROUTE.formatted("direct:x").replace("- to:", "- too:")));
            assertThat(refused.statusCode()).isEqualTo(422);
            JsonNode problem = new ObjectMapper().readTree(refused.body()).at("/detail/0");
            assertThat(problem.at("/pointer").asText()).isEqualTo("/files/routes~1forward.camel.yaml");
            assertThat(problem.at("/msg").asText()).startsWith(FILE + ":6:");
            assertThat(node.call("GET", "/deployment", "").at("/data")).isEmpty();
            delivers(node, application, "/file");

            // A deployment replaces the files.
            HttpResponse<String> first = deploy(node, Map.of(FILE, ROUTE.formatted(inbox.url("/one"))));
            assertThat(first.statusCode()).as(first.body()).isEqualTo(201);
            JsonNode deployed = new ObjectMapper().readTree(first.body());
            assertThat(deployed.at("/version").asInt()).isEqualTo(1);
            assertThat(deployed.at("/active").asBoolean()).isTrue();
            assertThat(deployed.at("/proposal/state").asText()).isEqualTo("activated");
            assertThat(deployed.at("/proposal/nodes/0/stage").asText()).isEqualTo("loaded");
            assertThat(deployed.at("/by").asText()).isEqualTo("tester");
            delivers(node, application, "/one");
            Files.writeString(
                    home.resolve("routes/ignored.camel.yaml"),
                    ROUTE.formatted("event:x").replace("id: forward", "id: ignored"));
            node.call("POST", "/route/reload", "{}");
            assertThat(node.call("GET", "/route", "").toString())
                    .doesNotContain("ignored.camel.yaml")
                    .contains("\"deployment\":1");

            // The next one, and back.
            assertThat(deploy(node, Map.of(FILE, ROUTE.formatted(inbox.url("/two"))))
                            .statusCode())
                    .isEqualTo(201);
            delivers(node, application, "/two");
            assertThat(node.call("POST", "/deployment/rollback", "{}")
                            .at("/version")
                            .asInt())
                    .isEqualTo(1);
            delivers(node, application, "/one");
            assertThat(send(node, "/deployment/rollback", "{}").body()).contains("no_earlier_deployment");
        }

        // It is loaded at the start.
        try (Node node = start(home, data)) {
            delivers(node, application, "/one");
            await().until(() -> node.call("GET", "/deployment/1", "")
                    .at("/proposal/nodes/0/stage")
                    .asText()
                    .equals("loaded"));

            Files.delete(home.resolve("routes/ignored.camel.yaml"));
            assertThat(node.call("POST", "/deployment/0/activate", "{}")
                            .at("/version")
                            .asInt())
                    .isZero();
            delivers(node, application, "/file");
            assertThat(node.call("GET", "/route", "").toString()).doesNotContain("\"deployment\"");
        } finally {
            inbox.close();
        }
    }

    private static Node start(Path home, Path data) throws Exception {
        return new Node(
                data,
                "--sealpost.home.directory=" + home,
                "--sealpost.routes.reload.interval=100ms",
                "--sealpost.deployment.interval=100ms");
    }

    private void delivers(Node node, ApplicationId application, String path) {
        int before = inbox.at(path).size();
        node.publish(application, "{}");
        await().until(() -> inbox.at(path).size() == before + 1);
    }

    /** Returns the status of the answer to a webhook without a signature. */
    private static int webhook(Node node) throws Exception {
        return node.send(HttpRequest.newBuilder(URI.create(node.url("/in/shopify")))
                        .POST(HttpRequest.BodyPublishers.ofString("{}")))
                .statusCode();
    }

    /** Returns the exit code and the output of a command. */
    private static String command(Node node, Path data, String name, String... arguments) {
        StringWriter printed = new StringWriter();
        PrintWriter out = new PrintWriter(printed, true);
        CommandLine line = new CommandLine(name.equals("deploy") ? new DeployCommand() : new DeploymentsCommand())
                .setOut(out)
                .setErr(out);
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of(
                "--url", node.url(""), "--token-file", data.resolve("api-token").toString()));
        int code = line.execute(all.toArray(String[]::new));
        return code + " " + printed.toString().strip();
    }

    private static HttpResponse<String> deploy(Node node, Map<String, String> files) throws Exception {
        ObjectNode body = new ObjectMapper().createObjectNode().put("by", "tester");
        ObjectNode all = body.putObject("files");
        files.forEach(all::put);
        return send(node, "/deployment", body.toString());
    }

    private static HttpResponse<String> send(Node node, String path, String body) throws Exception {
        return node.send(node.request("/api/v1" + path)
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private static ConditionFactory await() {
        return Awaitility.await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(20));
    }
}
