package dev.sealpost.route;

import static org.assertj.core.api.Assertions.assertThat;

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

/** The commands {@code check} and {@code try}, called as from the command line. */
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
        all.add("--logging.level.root=INFO"); // the other tests of this JVM want their logs
        return all;
    }

    private static Stream<String> settingsOf(String... arguments) {
        return Arrays.stream(arguments).filter(argument -> argument.matches("--[a-z]+[.].*"));
    }

    private int run(Object command, String... arguments) {
        List<String> own = new ArrayList<>(List.of(arguments));
        own.removeAll(settingsOf(arguments).toList());
        return new CommandLine(command)
                .setErr(new PrintWriter(stream(error), true))
                .execute(own.toArray(String[]::new));
    }

    private int check(String... arguments) {
        return run(new CheckCommand(Map.of(), settings(arguments), stream(out), stream(error)), arguments);
    }

    private int attempt(String... arguments) {
        return run(new TryCommand(Map.of(), settings(arguments), stream(out), stream(error)), arguments);
    }

    private String printed() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String route() {
        return home.resolve("routes/reserve.camel.yaml").toString();
    }

    @Test
    void checkFindsNothingWrongWithWhatSealpostShips() {
        home = Path.of("").toAbsolutePath();

        assertThat(check()).as(printed()).isZero();
        assertThat(printed()).isEmpty();
        assertThat(error.toString(StandardCharsets.UTF_8)).startsWith("All well: ");
    }

    @Test
    void checkNamesEveryProblemAndReturnsOne() throws Exception {
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
    void checkLooksAtTheFilesItIsGiven() throws Exception {
        write("routes/a.camel.yaml", "- rout:\n");

        assertThat(check(route())).as(printed()).isZero();
        assertThat(check(home.resolve("routes").toString())).isEqualTo(1);
    }

    @Test
    void checkReturnsTwoWhenItIsCalledWrongly() {
        assertThat(check("no/such/file.camel.yaml")).isEqualTo(2);
        assertThat(error.toString(StandardCharsets.UTF_8)).contains("no/such/file.camel.yaml", "usage: check");
    }

    @Test
    void tryPrintsEveryStepAndTheCallsWithoutMakingThem() {
        int code = attempt(route(), "--event", home.resolve("order.json").toString(), "--type", "order.created");

        assertThat(code).as(printed() + error).isZero();
        assertThat(printed())
                .contains("reserve takes order.created")
                .contains("step shape of reserve at line 6")
                .contains("\"item\" : \"bolt\"")
                .contains("would call http://127.0.0.1:1/stock")
                .contains("would call event://stock.reserved")
                .contains("The route ends well. No call was made.")
                .doesNotContain("hunter2");
    }

    @Test
    void tryShowsTheCallInsideAConnectorAndGoesOnBehindIt() throws Exception {
        write("answer.json", "{\"ok\": true}");
        String shipped = Files.readString(Path.of("routes/alerts-to-chat.camel.yaml"));
        Path file = write("routes/alerts-to-chat.camel.yaml", shipped);
        write("routes/errors.camel.yaml", Files.readString(Path.of("routes/errors.camel.yaml")));
        write("alert.json", "{\"title\": \"Disk\", \"severity\": \"high\"}");

        int code = attempt(
                file.toString(),
                "--event=" + home.resolve("alert.json"),
                "--answer=" + home.resolve("answer.json"),
                "--slack.channel=C1",
                "--slack.access-token=xoxb-1234567890");

        assertThat(code).as(printed() + error).isZero();
        assertThat(printed())
                .contains("would call https://slack.com/api/chat.postMessage")
                .contains("\"channel\" : \"C1\"")
                .contains("{\"ok\": true}")
                .contains("The route ends well")
                .doesNotContain("xoxb");
    }

    @Test
    void trySaysWhichStepFails() throws Exception {
        write("order.json", "no json");

        assertThat(attempt(route(), "--event", home.resolve("order.json").toString(), "--type", "order.created"))
                .isEqualTo(1);
        assertThat(printed()).contains("The route fails: ");
    }

    @Test
    void tryAsksForATypeWhereTheRouteTakesMany() {
        assertThat(attempt(route(), "--event", home.resolve("order.json").toString()))
                .isEqualTo(2);
        assertThat(error.toString(StandardCharsets.UTF_8)).contains("order.*", "--type");
    }

    @Test
    void tryChecksTheFileFirst() throws Exception {
        Path bad = write("routes/bad.camel.yaml", ROUTE.replace("- transform", "- transforn"));

        assertThat(attempt(bad.toString(), "--event", home.resolve("order.json").toString()))
                .isEqualTo(1);
        assertThat(printed()).contains("bad.camel.yaml:6:11: there is no transforn here; write transform");
    }
}
