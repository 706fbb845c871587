package dev.sealpost.route.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.connector.kit.NewConnector;
import dev.sealpost.node.CommandSurroundings;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Commands {@code check} and {@code try}, run with command-line arguments. */
class CommandsTest {

    private static final String ROUTE = """
            - route:
                id: reserve
                from:
                  uri: event:order.*
                  steps:
                    - transform:
                        id: shape
                        expression:
                          jq:
                            expression: '{item: .item}'
                            resultType: java.lang.String
                    - to:
                        id: ask
                        uri: http://127.0.0.1:1/stock
                        parameters:
                          authPassword: '{{file:SECRET}}'
                          authUsername: me
                          authMethod: Basic
                    - to:
                        id: tell
                        uri: event:stock.reserved
            """;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream error = new ByteArrayOutputStream();
    private Path home = Path.of(".");

    @BeforeEach
    void makeHome(@TempDir Path folder) throws Exception {
        home = folder;
        write("order.json", "{\"item\": \"bolt\", \"price\": 1.10}");
        write("secret", "hunter2-hunter2\n");
        write(
                "routes/reserve.camel.yaml",
                ROUTE.replace("SECRET", home.resolve("secret").toString()));
    }

    private Path write(String name, String text) throws Exception {
        Path file = home.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        return file;
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private List<String> settings(String... arguments) {
        List<String> all = new ArrayList<>(settingsOf(arguments).toList());
        all.add("--sealpost.home.directory=" + home);
        all.add("--logging.level.root=INFO"); // other tests in this JVM need their logs
        return all;
    }

    private static Stream<String> settingsOf(String... arguments) {
        return Arrays.stream(arguments).filter(argument -> argument.matches("--[a-z]+[.].*"));
    }

    private int run(Object command, String... arguments) {
        List<String> own = new ArrayList<>(List.of(arguments));
        own.removeAll(settingsOf(arguments).toList());
        return new CommandLine(command)
                .setErr(new PrintWriter(stream(error), true, StandardCharsets.UTF_8))
                .execute(own.toArray(String[]::new));
    }

    private CommandSurroundings surroundings(String... arguments) {
        return new CommandSurroundings(Map.of(), settings(arguments), stream(out), stream(error));
    }

    private int check(String... arguments) {
        return run(new CheckCommand(surroundings(arguments)), arguments);
    }

    private int attempt(String... arguments) {
        return run(new TryCommand(surroundings(arguments)), arguments);
    }

    private String printed() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String route() {
        return home.resolve("routes/reserve.camel.yaml").toString();
    }

    @Test
    void checkNamesTheProblemsAndPlainSecretsOfCredentials() throws Exception {
        write("config/credentials.yaml", "ops: {kind: bearer, token: hunter3-hunter3}\nbad: {kind: bearer}\n");

        assertThat(check()).isEqualTo(1);

        assertThat(printed())
                .contains("config/credentials.yaml:2:1: credential bad: member token is missing")
                .contains("config/credentials.yaml:1:28: credential ops: warning: token is a secret in plain text")
                .doesNotContain("hunter3");
        assertThat(error.toString(StandardCharsets.UTF_8)).contains("1 problem in config/credentials.yaml");
        assertThat(check(route())).as("only the file that is asked for").isZero();
    }

    @Test
    void checkWarnsOfBrokenRulesForConnectors() throws Exception {
        Path folder = NewConnector.create(home.resolve("connectors"), "acme-person-sink");
        assertThat(check()).as(printed()).isZero();
        assertThat(printed()).doesNotContain("connectors/");

        Files.delete(folder.resolve("icon.svg"));

        assertThat(check()).as("only a warning").isZero();
        assertThat(printed()).contains("connectors/acme-person-sink: warning: the file icon.svg is missing");
    }

    @Test
    void triesARouteWithABatchOfOneEvent() throws Exception {
        write(
                "routes/reserve.camel.yaml",
                ROUTE.replace("SECRET", home.resolve("secret").toString())
                        .replace("event:order.*", "event:order.created?batch=10&batchTimeout=5s")
                        .replace("{item: .item}", "map({id, item: .data.item})"));

        assertThat(attempt(route(), "--event", home.resolve("order.json").toString()))
                .isZero();

        assertThat(printed().replaceAll("\\s", "")).contains("[{\"id\":\"msg_sample\",\"item\":\"bolt\"}]");
    }

    @Test
    void checkFindsNoProblemInTheShippedFiles() {
        home = Path.of("").toAbsolutePath();

        assertThat(check()).as(printed()).isZero();
        assertThat(printed()).isEmpty();
        assertThat(error.toString(StandardCharsets.UTF_8)).startsWith("No problems: ");
    }

    @Test
    void checkReportsAllProblemsAndReturnsOne() throws Exception {
        write("routes/a.camel.yaml", ROUTE.replace("reserve", "a").replace("event:stock", "evnt:stock"));
        write("routes/b.camel.yaml", ROUTE.replace("id: reserve", "id: b"));

        assertThat(check()).isEqualTo(1);

        assertThat(printed().lines())
                .hasSize(3)
                .anyMatch(
                        line -> line.contains("routes/a.camel.yaml:16:30: the file of the placeholder {{file:SECRET}}"))
                .anyMatch(line -> line.contains("routes/a.camel.yaml:21:18: there is no component evnt:"))
                .anyMatch(line ->
                        line.contains("routes/b.camel.yaml:16:30: the file of the placeholder {{file:SECRET}}"));
    }

    @Test
    void checkChecksTheGivenFiles() throws Exception {
        write("routes/a.camel.yaml", "- rout:\n");

        assertThat(check(route())).as(printed()).isZero();
        assertThat(check(home.resolve("routes").toString())).isEqualTo(1);
    }

    @Test
    void checkReturnsTwoForInvalidUsage() {
        assertThat(check("no/such/file.camel.yaml")).isEqualTo(2);
        assertThat(error.toString(StandardCharsets.UTF_8)).contains("no/such/file.camel.yaml", "usage: check");
    }

    @Test
    void tryPrintsEveryStepAndCall() {
        int code = attempt(route(), "--event", home.resolve("order.json").toString(), "--type", "order.created");

        assertThat(code).as(printed() + error).isZero();
        assertThat(printed())
                .contains("reserve consumes order.created")
                .contains("step shape of reserve at line 6")
                .contains("\"item\" : \"bolt\"")
                .contains("would call http://127.0.0.1:1/stock")
                .contains("would call event://stock.reserved")
                .contains("The route succeeds. No call was made.")
                .doesNotContain("hunter2");
    }

    @Test
    void tryShowsTheCallOfAConnectorAndContinues() throws Exception {
        write("answer.json", "{\"ok\": true}");
        String shipped = Files.readString(Path.of("routes/alerts-to-chat.camel.yaml"));
        Path file = write("routes/alerts-to-chat.camel.yaml", shipped);
        write("routes/errors.camel.yaml", Files.readString(Path.of("routes/errors.camel.yaml")));
        write("alert.json", "{\"title\": \"Disk\", \"severity\": \"high\"}");

        int code = attempt(
                file.toString(),
                "--event=" + home.resolve("alert.json"),
                "--answer=" + home.resolve("answer.json"),
                "--slack.channel=C1");

        assertThat(code).as(printed() + error).isZero();
        assertThat(printed())
                .contains("would call POST https://slack.com/api/chat.postMessage")
                .contains("\"channel\":\"C1\"")
                .contains("{\"ok\": true}")
                .contains("The route succeeds")
                .doesNotContain("xoxb");
    }

    // Fault 33.
    @Test
    void checkWarnsOfACallThatDropsTheBody() throws Exception {
        Path file = write("routes/odd.camel.yaml", """
                - route:
                    id: odd
                    from:
                      uri: event:order.*
                      steps:
                        - to:
                            uri: https://api.example/items?page=2
                        - to:
                            uri: https://api.example/items?throwExceptionOnFailure=false
                        - to:
                            uri: https://api.example/items?page=2&httpMethod=PUT
                """);

        assertThat(check(file.toString())).isZero();
        assertThat(printed().lines())
                .containsExactly(
                        "routes/odd.camel.yaml:6:11: warning: a call with a query and no method is a GET, and the body is not"
                                + " sent; set httpMethod=POST or httpMethod=GET");
    }

    // Faults 20 and 35.
    @Test
    void checkWarnsOfSecretsAndDynamicUris() throws Exception {
        Path file = write("routes/odd.camel.yaml", """
                - route:
                    id: odd
                    from:
                      uri: event:order.*
                      steps:
                        - setHeader: {name: Authorization, expression: {constant: {expression: Bearer abcdef}}}
                        - setHeader: {name: X-Api-Key, expression: {constant: {expression: '{{env:PATH}}'}}}
                        - to:
                            uri: https://api.example
                            parameters:
                              authMethod: Basic
                              authUsername: ada
                              authPassword: abcdef
                        - to: https://api.example?authMethod=Bearer&authBearerToken={{env:PATH}}
                        - recipientList: {expression: {constant: {expression: 'direct:odd-2'}}}
                        - toD: https://api.example/items/${header.id}
                        - recipientList: {expression: {jq: {expression: .callbacks}}}
                - route:
                    id: odd-2
                    from: {uri: 'direct:odd-2', steps: [{log: {message: x}}]}
                """);

        assertThat(check(file.toString())).isZero();
        assertThat(printed().lines().map(line -> line.replaceFirst(";.*", "")))
                .containsExactly(
                        "routes/odd.camel.yaml:6:11: warning: the secret Authorization is written into the route",
                        "routes/odd.camel.yaml:8:11: warning: the secret authPassword is written into the route",
                        "routes/odd.camel.yaml:16:11: warning: the URI that toD calls is known only at runtime",
                        "routes/odd.camel.yaml:17:11: warning: the URI that recipientList calls is known only at runtime");
    }

    @Test
    void tryShowsHeadersUrlsAndAggregates() throws Exception {
        Path file = write("routes/odd.camel.yaml", """
                - route:
                    id: odd
                    from:
                      uri: direct:odd
                      steps:
                        - setHeader: {name: X-Tenant, constant: acme}
                        - setHeader: {name: Authorization, constant: Bearer abc}
                        - setHeader: {name: CamelHttpPath, constant: a/b}
                        - setHeader: {name: CamelHttpQuery, constant: page=2}
                        - setHeader: {name: CamelHttpMethod, constant: PUT}
                        - to: {uri: 'https://api.example/items'}
                        - aggregate:
                            correlationExpression: {constant: {expression: x}}
                            aggregationStrategy: '#class:org.apache.camel.processor.aggregate.UseLatestAggregationStrategy'
                            completionSize: 100
                            steps:
                              - to: {uri: 'https://bulk.example/items?httpMethod=POST'}
                """);

        int code =
                attempt(file.toString(), "--event", home.resolve("order.json").toString());

        assertThat(code).as(printed() + error).isZero();
        assertThat(printed())
                .contains("would call PUT https://api.example/items/a/b?page=2 with")
                .contains("        X-Tenant: acme")
                .contains("        Authorization: …")
                .contains("of odd would send, once complete")
                .contains("https://bulk.example/items")
                .doesNotContain("abc", "SealpostEventId");
    }

    @Test
    void tryReportsTheFailedStep() throws Exception {
        write("order.json", "no json");

        assertThat(attempt(route(), "--event", home.resolve("order.json").toString(), "--type", "order.created"))
                .isEqualTo(1);
        assertThat(printed()).contains("The route fails: ");
    }

    @Test
    void tryRequiresATypeForAPattern() {
        assertThat(attempt(route(), "--event", home.resolve("order.json").toString()))
                .isEqualTo(2);
        assertThat(error.toString(StandardCharsets.UTF_8)).contains("order.*", "--type");
    }

    @Test
    void tryChecksTheFileFirst() throws Exception {
        Path bad = write("routes/bad.camel.yaml", ROUTE.replace("- transform", "- transforn"));

        assertThat(attempt(bad.toString(), "--event", home.resolve("order.json").toString()))
                .isEqualTo(1);
        assertThat(printed()).contains("bad.camel.yaml:6:11: transforn is not allowed here; write transform");
    }
}
