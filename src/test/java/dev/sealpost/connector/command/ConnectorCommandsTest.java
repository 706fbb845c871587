package dev.sealpost.connector.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.node.CommandSurroundings;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The commands {@code connectors}, {@code connector new} and {@code connector test}. */
class ConnectorCommandsTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream error = new ByteArrayOutputStream();
    private final Path home;

    ConnectorCommandsTest(@TempDir Path home) {
        this.home = home;
    }

    @BeforeEach
    void installACredential() throws Exception {
        Files.createDirectories(home.resolve("config"));
        Files.writeString(home.resolve("config/credentials.yaml"), "acme: {kind: bearer, token: '${file:token}'}\n");
        assertThat(run(NewCommand::new, "acme-person-sink")).isZero();
    }

    private int run(Function<CommandSurroundings, Callable<Integer>> command, String... arguments) {
        return run(List.of(), command, arguments);
    }

    private int run(List<String> more, Function<CommandSurroundings, Callable<Integer>> command, String... arguments) {
        List<String> settings = new ArrayList<>(List.of(
                "--sealpost.home.directory=" + home,
                "--sealpost.home.data=" + home.resolve("data"),
                "--logging.level.root=INFO")); // other tests in this JVM need their logs
        settings.addAll(more);
        return new CommandLine(command.apply(new CommandSurroundings(
                        Map.of(),
                        settings,
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(error, true, StandardCharsets.UTF_8))))
                .execute(arguments);
    }

    private String printed() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String complaint() {
        return error.toString(StandardCharsets.UTF_8);
    }

    private void breakAnotherConnector() throws Exception {
        Files.writeString(home.resolve("connectors/aaa-broken-sink.kamelet.yaml"), "kind: Kamelet\nmetadata: [\n");
    }

    @Test
    void createsAConnectorThatPassesItsTest() {
        assertThat(printed()).contains("Next: sealpost connector test " + home.resolve("connectors/acme-person-sink"));

        assertThat(run(TestCommand::new, "acme-person-sink")).as(complaint()).isZero();
        assertThat(printed()).contains("The connector keeps the rules and its conversation.");
    }

    @Test
    void overwritesNoConnector() {
        assertThat(run(NewCommand::new, "acme-person-sink")).isEqualTo(CommandSurroundings.FAILED);
        assertThat(complaint()).contains("Not created: ", "the folder exists");
    }

    @Test
    void explainsTheNameOfAConnector() {
        assertThat(run(NewCommand::new, "acme")).isEqualTo(CommandSurroundings.USAGE_ERROR);
        assertThat(complaint()).contains("<system>-<thing>-<sink|source|action>");
    }

    @Test
    void findsABrokenConversation() throws Exception {
        Path conversation = home.resolve("connectors/acme-person-sink/conversation.yaml");
        Files.writeString(conversation, Files.readString(conversation).replaceFirst("status: 2\\d\\d", "status: 403"));

        assertThat(run(TestCommand::new, "acme-person-sink")).isEqualTo(CommandSurroundings.FAILED);
        assertThat(printed()).containsPattern("\\d+ findings");
    }

    @Test
    void namesAFolderThatDoesNotExist() {
        assertThat(run(TestCommand::new, "acme-order-sink")).isEqualTo(CommandSurroundings.USAGE_ERROR);
        assertThat(complaint()).contains("neither acme-order-sink nor connectors/acme-order-sink is a folder");
    }

    @Test
    void listsTheConnectorsOfTheHomeFolderButNoneThatIsBroken() throws Exception {
        breakAnotherConnector();

        assertThat(run(ConnectorsCommand::new, "--parameters")).isZero();
        assertThat(printed())
                .contains("acme-person-sink", "credential", "required")
                .doesNotContain("aaa-broken-sink");
    }

    @Test
    void namesWhatACredentialLacks() throws Exception {
        breakAnotherConnector();

        assertThat(run(TestCommand::new, "acme-person", "--credential=acme"))
                .isEqualTo(CommandSurroundings.USAGE_ERROR);
        assertThat(complaint()).contains("member token: the file token cannot be read: it does not exist");
    }

    @Test
    void namesThePlaceInABrokenConnector() throws Exception {
        breakAnotherConnector();

        assertThat(run(TestCommand::new, "aaa-broken-sink", "--credential=acme"))
                .isEqualTo(CommandSurroundings.FAILED);
        assertThat(complaint()).contains("connectors/aaa-broken-sink.kamelet.yaml:", "not YAML");
    }

    @Test
    void namesAnUnknownConnector() {
        assertThat(run(TestCommand::new, "acme-order", "--credential=acme")).isEqualTo(CommandSurroundings.FAILED);
        assertThat(complaint()).contains("there is no connector acme-order");
    }

    @Test
    void refusesAnInvalidConfiguration() {
        List<String> invalid = List.of("--spring.profiles.active=in/valid");

        assertThat(run(invalid, ConnectorsCommand::new)).isEqualTo(CommandSurroundings.USAGE_ERROR);
        assertThat(run(invalid, NewCommand::new, "acme-order-sink")).isEqualTo(CommandSurroundings.USAGE_ERROR);
        assertThat(run(invalid, TestCommand::new, "acme-person-sink")).isEqualTo(CommandSurroundings.USAGE_ERROR);
        assertThat(complaint().lines()).hasSize(3).allMatch(line -> line.startsWith("invalid configuration: "));
    }
}
