package dev.sealpost.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the arguments of the process ask for. */
class ArgumentsTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter error = new StringWriter();

    private OptionalInt answer(String... arguments) {
        return new Commands(Map.of(), new PrintWriter(out, true), new PrintWriter(error, true)).answer(arguments);
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
        "--server.port 9090, has no value"
    })
    void refusesWhatNobodyKnowsAndNamesWhatIsMeant(String arguments, String meant) {
        assertThat(answer(arguments.split(" "))).hasValue(2);

        assertThat(error.toString()).contains(arguments.split(" ")[0].split("=")[0], meant);
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
