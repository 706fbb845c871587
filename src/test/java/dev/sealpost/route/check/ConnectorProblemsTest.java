package dev.sealpost.route.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.connector.VendorClient;
import dev.sealpost.connector.credential.CredentialFile;
import dev.sealpost.connector.credential.Credentials;
import dev.sealpost.route.camel.EventCamel;
import dev.sealpost.route.file.RouteFile;
import dev.sealpost.route.file.RouteFileContent;
import dev.sealpost.route.file.RouteFileProblem;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.core.io.ByteArrayResource;

/** Mistakes in the use of a connector, and in its declaration, each with its place and a remedy. */
class ConnectorProblemsTest {

    private static final String CONNECTOR = """
            apiVersion: camel.apache.org/v1
            kind: Kamelet
            metadata:
              name: acme-person-sink
              labels: {camel.apache.org/kamelet.type: sink}
            spec:
              definition:
                title: Acme Person Sink
                required: [credential, team]
                properties:
                  credential: {title: Credential, description: An API key., type: string}
                  team: {title: Team, description: The team., type: string}
                  colour: {title: Colour, description: The colour., type: string, enum: [red, blue]}
                  limit: {title: Limit, description: A number., type: integer}
                  share: {title: Share, description: A number., type: number}
                  notify: {title: Notify, description: Whether., type: boolean}
              call:
                credential:
                  api-key: {header: X-Key}
                repeat: harmless
                requests:
                  - method: PUT
                    url: /people/{.email}
                    body: .
                    answers:
                      - when: .error == "x"
                        is: final
              template:
                from:
                  uri: kamelet:source
                  steps:
                    - to:
                        uri: log:x
            """;

    private static final String ROUTE = """
            - route:
                id: people
                from:
                  uri: event:person.*
                  steps:
                    - to:
                        uri: %s
                        parameters:
                          %s
            """;

    @AutoClose
    private final EventCamel app = new EventCamel();

    @BeforeEach
    void credentials(@TempDir Path home) throws Exception {
        Files.writeString(Files.createDirectories(home.resolve("config")).resolve("credentials.yaml"), """
                acme: {kind: api-key, key: k-1, url: 'https://acme.example'}
                other: {kind: bearer, token: t-1}
                broken: {kind: bearer, token: '${file:no/such/file}'}
                later: {kind: api-key, key: '${NO_SUCH_VARIABLE_HERE}'}
                """);
        VendorClient none = request -> {
            throw new IllegalStateException("a check sends nothing");
        };
        app.camel
                .getRegistry()
                .bind(
                        "credentials",
                        Credentials.class,
                        CredentialFile.read(home).credentials(none, Clock.systemUTC()));
    }

    private List<RouteFileProblem> problems(String connector, String route) {
        return problems("acme-person-sink", connector, route);
    }

    private List<RouteFileProblem> problems(String name, String connector, String route) {
        return new CheckFiles(app.environment())
                        .check(
                                List.of(file("connectors/" + name + ".kamelet.yaml", connector)),
                                List.of(file("routes/people.camel.yaml", route)))
                        .values()
                        .stream()
                        .flatMap(file -> file.problems().stream())
                        .toList();
    }

    private static RouteFileContent file(String name, String text) {
        return new RouteFile(name, new ByteArrayResource(text.getBytes(StandardCharsets.UTF_8))).load();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "connector:acme-person | {credential: acme, team: a, colour: red, limit: 1, share: 0.5, notify: true}",
                "connector:acme-person-sink | {credential: acme, team: '{{env:HOME}}'}",
                "connector:acme-person | {credential: later, team: a}",
                "kamelet:acme-person-sink | {credential: acme, team: a}"
            })
    void acceptsWhatFits(String uri, String parameters) {
        assertThat(problems(CONNECTOR, ROUTE.formatted(uri, parameters.strip())))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "connector:acme-persn   | {credential: acme, team: a}              | 7 | there is no sink or action named acme-persn; did you mean acme-person?",
                "connector:acme-person  | {credential: acme, teem: a}              | 9 | the parameter teem of the connector acme-person-sink does not exist",
                "connector:acme-person  | {credential: acme}                       | 7 | the parameter team of the connector acme-person-sink is missing",
                "connector:acme-person  | {team: a}                                | 7 | the parameter credential of the connector acme-person-sink is missing",
                "connector:acme-person  | {credential: nobody, team: a}            | 9 | names nobody, which does not exist",
                "connector:acme-person  | {credential: other, team: a}             | 9 | names other, which is of the kind bearer",
                "connector:acme-person  | {credential: broken, team: a}            | 9 | names broken, which cannot be used",
                "connector:acme-person  | {credential: acme, team: a, colour: tan} | 9 | is none of red, blue: tan",
                "connector:acme-person  | {credential: acme, team: a, limit: many} | 9 | is not a whole number: many",
                "connector:acme-person  | {credential: acme, team: a, share: half} | 9 | is not a number: half",
                "connector:acme-person  | {credential: acme, team: a, notify: yes} | 9 | is neither true nor false: yes",
                "connector:acme-person  | {credential: acme, team: '${body}'}      | 9 | contains {{…}}, ${…}, RAW(…) or #bean:",
                "connector:acme-person  | {credential: acme, team: 'a${body}'}     | 9 | contains {{…}}, ${…}, RAW(…) or #bean:",
                "connector:acme-person  | {credential: acme, team: 'RAW(a)'}       | 9 | contains {{…}}, ${…}, RAW(…) or #bean:",
                "connector:acme-person  | {credential: acme, team: '#bean:x'}      | 9 | contains {{…}}, ${…}, RAW(…) or #bean:",
                "connector:acme-person  | {credential: acme, team: '{{no.key}}'}   | 9 | no.key"
            })
    void namesTheParameterAndTheRemedy(String uri, String parameters, int line, String reason) {
        List<RouteFileProblem> problems = problems(CONNECTOR, ROUTE.formatted(uri, parameters.strip()));

        assertThat(problems).hasSize(1);
        RouteFileProblem problem = problems.getFirst();
        assertThat(problem.file()).isEqualTo("routes/people.camel.yaml");
        assertThat(problem.reason()).contains(reason.strip());
        assertThat(problem.line().orElse(0)).as(problem.toString()).isEqualTo(line);
        assertThat(problem.toString()).matches("(?s).*:" + line + ":[0-9]+.*");
        assertThat(problem.remedy()).isNotBlank();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "repeat: harmless  | repeet: harmless            | repeet is not allowed in call",
                "repeat: harmless  | repeat: perhaps             | repeat must be harmless, none, or a map with key",
                "repeat: harmless  | repeat: {key: long}         | long is not a duration",
                "method: PUT       | method: FETCH               | the method FETCH is not supported",
                "url: /people      | url: http://x/people        | must begin with /",
                "body: .           | body: .a @@                 | not a jq expression",
                "{.email}          | {.email                     | a brace is not closed",
                "is: final         | is: lost                    | an answer cannot be lost",
                "is: final         | iss: final                  | iss is not allowed",
                "api-key: {header  | api-kay: {header            | there is no kind of credential api-kay",
                "api-key: {header: | api-key: {heeder:           | heeder is not allowed",
                "limit: {title     | secret: {title              | secret is a name that Sealpost uses",
                "credential: {title| account: {title             | the required parameter credential is not declared",
                "[credential, team]| [credential, tam]           | the required parameter tam is not declared"
            })
    void namesThePlaceInTheConnector(String right, String wrong, String reason) {
        assertThat(CONNECTOR).contains(right.strip());
        String connector = CONNECTOR.replace(right.strip(), wrong.strip());

        List<RouteFileProblem> problems =
                problems(connector, "- route: {id: a, from: {uri: 'event:a', steps: [{stop: {}}]}}");

        assertThat(problems).hasSize(1);
        RouteFileProblem problem = problems.getFirst();
        assertThat(problem.file()).isEqualTo("connectors/acme-person-sink.kamelet.yaml");
        assertThat(problem.reason()).contains(reason.strip());
        assertThat(problem.line()).isPresent();
        assertThat(problem.remedy()).isNotBlank();
    }

    @Test
    void namesTheOptionOfASource() {
        String source = CONNECTOR
                .replace("acme-person-sink", "acme-order-source")
                .replace("kamelet.type: sink", "kamelet.type: source")
                .replace("    repeat: harmless\n", "    source: {items: ., id: .id, cursor: .at}\n")
                .replace("/people/{.email}", "/orders");
        String route = """
                - route:
                    id: orders
                    from:
                      uri: connector:acme-order
                      parameters: {credential: acme, team: a, interval: %s}
                      steps: [{to: {uri: 'event:order.created?application=app_acme'}}]
                """;

        assertThat(problems("acme-order-source", source, route.formatted("5m"))).isEmpty();
        List<RouteFileProblem> problems = problems("acme-order-source", source, route.formatted("often"));

        assertThat(problems).singleElement().satisfies(problem -> {
            assertThat(problem.reason())
                    .isEqualTo(
                            "the parameter interval of the connector acme-order-source must be a duration from 10ms to 7d");
            assertThat(problem.line()).hasValue(5);
        });
    }

    @Test
    void acceptsItsOwnExample() {
        assertThat(problems(CONNECTOR, "- route: {id: a, from: {uri: 'event:a', steps: [{stop: {}}]}}"))
                .isEmpty();
    }
}
