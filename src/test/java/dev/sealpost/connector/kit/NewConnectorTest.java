package dev.sealpost.connector.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealpost.connector.GuardedVendorClient;
import dev.sealpost.egress.EgressClients;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NewConnectorTest {

    @AutoClose
    private final EgressClients clients = new EgressClients();

    private final TestConnector test = new TestConnector(new GuardedVendorClient(clients.connectors()));

    private final Path connectors;

    NewConnectorTest(@TempDir Path connectors) {
        this.connectors = connectors;
    }

    @ParameterizedTest
    @ValueSource(strings = {"acme-person-sink", "acme-order-line-source", "acme-price-action"})
    void createsAConnectorThatKeepsTheRules(String name) throws Exception {
        Path folder = NewConnector.create(connectors, name);

        assertThat(test.test(new ConnectorFolder(folder))).isEmpty();
    }

    @Test
    void becomesTheExampleOfThePageAboutWritingOne() throws Exception {
        List<String> examples = yamlOf(Path.of("docs/writing-a-connector.md"));
        Path folder = NewConnector.create(connectors, "acme-person-sink");
        Path kamelet = folder.resolve("acme-person-sink.kamelet.yaml");
        String text = Files.readString(kamelet);
        int call = text.indexOf("  call:\n");
        int template = text.indexOf("  template:\n");
        Files.writeString(
                kamelet,
                text.substring(0, call)
                                .replace(
                                        "      baseUrl:\n",
                                        startingWith("      notify:", examples) + "      baseUrl:\n")
                        + startingWith("  call:", examples)
                        + startingWith("    answers:", examples)
                        + text.substring(template)
                        + startingWith("              notify:", examples));
        Path conversation = folder.resolve("conversation.yaml");
        String scenes = Files.readString(conversation);
        Files.writeString(
                conversation,
                startingWith("pages:", examples) + scenes.substring(scenes.indexOf("  - scene: unauthorized")));
        Files.writeString(folder.resolve("example.json"), "{\"email\": \"ada@example.com\", \"name\": \"Ada\"}");

        assertThat(test.test(new ConnectorFolder(folder))).isEmpty();
    }

    private static List<String> yamlOf(Path page) throws IOException {
        return Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(page))
                .results()
                .map(block -> block.group(1))
                .toList();
    }

    private static String startingWith(String first, List<String> examples) {
        return examples.stream()
                .filter(example -> example.startsWith(first))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "acme", "acme-sink", "Acme-person-sink", "acme-person", "../a-b-sink", "acme--sink"})
    void refusesAnotherName(String name) {
        assertThatThrownBy(() -> NewConnector.create(connectors, name)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void overwritesNothing() throws Exception {
        NewConnector.create(connectors, "acme-person-sink");

        assertThatThrownBy(() -> NewConnector.create(connectors, "acme-person-sink"))
                .isInstanceOf(FileAlreadyExistsException.class);
    }

    @Test
    void comparesEveryDigitOfANumber() throws Exception {
        Path folder = NewConnector.create(connectors, "acme-person-sink");
        replace(folder.resolve("example.json"), "\"Lamp\"", "0.12345678901234567");
        replace(folder.resolve("conversation.yaml"), "Lamp", "0.12345678901234568");

        assertThat(test.test(new ConnectorFolder(folder)))
                .extracting(ConnectorFinding::toString)
                .anyMatch(shown ->
                        shown.contains("expected {\"name\":0.12345678901234568}, was {\"name\":0.12345678901234567}"));
    }

    private static void replace(Path file, String right, String wrong) throws IOException {
        String text = Files.readString(file);
        assertThat(text).contains(right);
        Files.writeString(file, text.replace(right, wrong));
    }

    /** Each row breaks one rule or promise of the new connector. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "kamelet      | title: Base URL             | title: The Base URL          | begins with an article",
                "kamelet      | title: Acme Person Sink     | title: Acme Person           | the title must end in sink",
                "kamelet      | example: acme               | default: acme                | credential has no example",
                "kamelet      | '{{baseUrl}}'               | x                            | does not pass on the parameter baseUrl",
                "kamelet      | method: PUT                 | method: POST                 | expected PUT /v1/things/7, was POST /v1/things/7",
                "kamelet      | url: /v1/things/{.id}       | url: /v1/thing/{.id}         | was PUT /v1/thing/7",
                "kamelet      | body: '{name}'              | body: .                      | body: expected",
                "kamelet      | error: .message?            | error: $status               | without \"things.write\"",
                "kamelet      | repeat: harmless            | repeat: {key: 24h}           | no request contains $key",
                "kamelet      | body: '{name}'              | body: '{name, at: $event.x}' | body: expected",
                "kamelet      | - id: put                   | - headers: {X-A: b}          | headers that the conversation does not expect: X-a",
                "conversation | outcome: final              | outcome: again               | the outcome is final instead of again",
                "conversation | retryAfter: 30              | retryAfter: 31               | seconds to wait: expected 31, was 30",
                "conversation | - scene: malformed          | - scene: other               | the scene malformed is missing",
                "conversation | Bearer t-1                  | Bearer t-2                   | header Authorization: expected Bearer t-2",
                "conversation | kind: bearer                | kind: pigeon                 | there is no kind of credential pigeon",
                "conversation | token: t-1                  | tocken: t-1                  | bearer has no member tocken",
                "conversation | reason: Unknown key         | parameters: {teem: a}        | the parameter teem of the connector acme-person-sink does not exist",
                "conversation | body: {name: Lamp}          | body: {name: 12345678901234567890} | expected {\"name\":12345678901234567890}",
                "conversation | body: {name: Lamp}          | body: {name: .inf}           | name must be a number that JSON can represent",
                "icon         | viewBox                     | box                          | icon.svg is no SVG",
                "README       | #                           |                              | the file README.md is missing"
            })
    void findsWhatIsWrong(String file, String right, String wrong, String finding) throws Exception {
        Path folder = NewConnector.create(connectors, "acme-person-sink");
        Path changed = List.of("acme-person-sink.kamelet.yaml", "conversation.yaml", "icon.svg", "README.md").stream()
                .filter(name -> name.contains(file.strip()))
                .map(folder::resolve)
                .findFirst()
                .orElseThrow();
        replace(changed, right.strip(), wrong == null ? "" : wrong.strip());
        if (wrong == null) {
            Files.delete(changed);
        }

        assertThat(test.test(new ConnectorFolder(folder)))
                .extracting(ConnectorFinding::toString)
                .anyMatch(shown -> shown.contains(finding.strip()));
    }
}
