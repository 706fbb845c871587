package dev.sealpost.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.node.KnownSettings;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Arguments of the process and the command that they select. */
class ArgumentsTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter error = new StringWriter();

    @TempDir
    private static Path home = Path.of(".");

    @BeforeAll
    static void writeRoute() throws Exception {
        Files.createDirectories(home.resolve("routes"));
        Files.writeString(
                home.resolve("routes/mine.camel.yaml"), "uri: http://{{erp.host}}:{{erp.port:80}}/{{?erp.path}}");
    }

    private OptionalInt answer(String... arguments) {
        return new Commands(
                        Map.of(),
                        home,
                        KnownSettings.in(home),
                        new PrintWriter(out, true),
                        new PrintWriter(error, true))
                .answer(arguments);
    }

    // Fault 56.
    @ParameterizedTest
    @ValueSource(strings = {"--help", "-h", "help", "--server.port=1 --help"})
    void explainsItselfAndStartsNothing(String arguments) {
        assertThat(answer(arguments.split(" "))).hasValue(0);

        assertThat(out.toString()).contains("usage: ", "check", "try", "restore", "verify-backup", "SEALPOST_HOME");
        assertThat(error.toString()).isEmpty();
    }

    // Fault 56.
    @ParameterizedTest
    @ValueSource(strings = {"--version", "-V", "version"})
    void tellsItsVersion(String argument) {
        assertThat(answer(argument)).hasValue(0);

        assertThat(out.toString()).startsWith("Sealpost ").contains("Java " + Runtime.version());
    }

    @ParameterizedTest
    @ValueSource(strings = {"check", "try", "restore", "verify-backup"})
    void explainsEachCommand(String command) {
        assertThat(answer(command, "--help")).hasValue(0);
        assertThat(answer(command, "-h")).hasValue(0);
        assertThat(answer("help", command)).hasValue(0);

        assertThat(out.toString()).contains(command + " ", "Exit codes:", "2");
    }

    // Fault 56.
    @ParameterizedTest
    @CsvSource({
        "--hlep, --help",
        "--verson, --version",
        "--port=9090, --server.port=9090",
        "-Dserver.port=9090, before -jar",
        "-x, --<key>=<value>",
        "chek, check",
        "serve, --<key>=<value>",
        "verify, verify-backup",
        "--sealpost.home.data, has no value",
        "--server.port 9090, has no value",
        "--server.prot=1, did you mean server.port?",
        "--sever.port=1, did you mean server.port?",
        "--sealpost.delivry.batch=1, did you mean sealpost.delivery.batch?",
        "--sealpost.delivery.batches=1, did you mean sealpost.delivery.batch?",
        "--sealpost.source.x.provider=stripe, does not exist",
        "--spring.profile.active=demo, did you mean spring.profiles.active?",
        "--logging.levels.root=DEBUG, did you mean logging.level?",
        "--management.endpoint.helth.show-details=always, did you mean management.endpoint.health.show-details?",
        "--camel.component.http.conect-timeout=1, did you mean camel.component.http.connect-timeout?",
        "--server.max-http-header-size=1, server.max-http-request-header-size",
        "--server.port.x=1, does not exist",
        "--erp.hots=x, does not exist",
        "--hubspot.base-urls=x, did you mean hubspot.base-url?",
        "check --server.prot=1, did you mean server.port?",
        "try a.camel.yaml --event b --server.prot=1, did you mean server.port?"
    })
    void refusesWhatNobodyKnowsAndNamesWhatIsMeant(String arguments, String meant) {
        assertThat(answer(arguments.split(" "))).hasValue(2);

        String wrong = Stream.of(arguments.split(" "))
                .filter(argument -> argument.contains("="))
                .findFirst()
                .orElse(arguments.split(" ")[0]);
        assertThat(error.toString()).contains(wrong.split("=")[0], meant);
        assertThat(out.toString()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "check --evnt",
                "try",
                "try a.camel.yaml",
                "try a.camel.yaml --evnt b",
                "try a.camel.yaml b --event c",
                "restore",
                "restore a b c",
                "restore a --sealpost.home.data=b",
                "verify-backup",
                "verify-backup a b",
                "check x extra --force"
            })
    void refusesACommandThatIsWronglyCalled(String arguments) {
        assertThat(answer(arguments.split(" "))).hasValue(2);

        assertThat(error.toString()).isNotBlank();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "--server.port=0",
                "--sealpost.home.data=x --spring.profiles.active=demo",
                "--hubspot.base-url=http://127.0.0.1:1/a=b",
                "--sealpost.sources[x].provider=stripe",
                "--sealpost.sources.x.secrets[0]=s --sealpost.broker.producers.shop.password=p",
                "--SEALPOST.deliverY.inFlight=8",
                "--logging.level.dev.sealpost=DEBUG --logging.level.org.apache.camel=INFO",
                "--spring.config.location=x --spring.config.import=optional:x --logging.structured.format.console=ecs",
                "--spring.autoconfigure.exclude[0]=x --server.ssl.bundle=b --spring.ssl.bundle.pem.b.keystore.certificate=c",
                "--management.endpoint.jolokia.config.policyLocation=x --hawtio.disableProxy=true",
                "--camel.component.http.connect-timeout=1 --camel.main.name=x --camel.kamelet.mine.url=x",
                "--erp.host=x --erp.port=1 --erp.path=y",
                "--disputes-to-chat.start=true --outbox-to-events.after=0",
                "--debug"
            })
    void leavesSettingsToTheNode(String arguments) {
        assertThat(answer(arguments.isEmpty() ? new String[0] : arguments.split(" ")))
                .isEmpty();

        assertThat(out.toString() + error).isEmpty();
    }

    @Test
    void saysWhatIsMissing() {
        answer("try", "a.camel.yaml");

        assertThat(error.toString()).contains("--event", "java -jar sealpost.jar try --help");
    }
}
