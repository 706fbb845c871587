package dev.sealpost.route.check;

import static dev.sealpost.route.check.RouteFileMistakes.GOOD;
import static dev.sealpost.route.check.RouteFileMistakes.GOOD_XML;
import static dev.sealpost.route.check.RouteFileMistakes.step;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.route.camel.EventCamel;
import dev.sealpost.route.file.RouteFile;
import dev.sealpost.route.file.RouteFileContent;
import dev.sealpost.route.file.RouteFileProblem;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.ByteArrayResource;

/** Files are checked without starting anything; each mistake is reported with its line, its reason and a remedy. */
class CheckFilesTest {

    @AutoClose
    private final EventCamel app = new EventCamel();

    private final CheckFiles check = new CheckFiles(app.environment());

    /** Returns the problems of files, given as alternating names and texts. */
    private List<RouteFileProblem> problems(String... namesAndTexts) {
        List<RouteFileContent> connectors = new ArrayList<>();
        List<RouteFileContent> routes = new ArrayList<>();
        for (int i = 0; i < namesAndTexts.length; i += 2) {
            RouteFile file = new RouteFile(
                    namesAndTexts[i], new ByteArrayResource(namesAndTexts[i + 1].getBytes(StandardCharsets.UTF_8)));
            (file.name().startsWith("connectors/") ? connectors : routes).add(file.load());
        }
        return check.check(connectors, routes).values().stream()
                .flatMap(file -> file.problems().stream())
                .toList();
    }

    private RouteFileProblem problem(String... namesAndTexts) {
        List<RouteFileProblem> problems = problems(namesAndTexts);
        assertThat(problems).hasSize(1);
        return problems.getFirst();
    }

    @Test
    void findsNoProblemInValidFiles() {
        assertThat(problems("routes/good.camel.yaml", GOOD, "routes/good.camel.xml", GOOD_XML))
                .isEmpty();
    }

    @Test
    void startsAndOpensNothing() {
        problems(
                "routes/good.camel.yaml",
                GOOD,
                "routes/timer.camel.yaml",
                GOOD.replace("good", "timer").replace("event:order.*", "timer:x?delay=0"));

        assertThat(app.camel.getRoutes()).isEmpty();
        assertThat(app.routes.consumers()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("dev.sealpost.route.check.RouteFileMistakes#all")
    void reportsTheLineAndTheReasonOfAMistake(String language, String text, int line, String reason) {
        String name = "routes/bad.camel." + language;

        RouteFileProblem problem = problem(name, text);

        assertThat(problem.file()).isEqualTo(name);
        assertThat(problem.reason()).contains(reason);
        assertThat(problem.line().orElse(-1)).as(problem.toString()).isEqualTo(line);
        assertThat(problem.remedy()).isNotBlank();
    }

    @Test
    void reportsAllMistakesOfAllFiles() {
        String text = """
                - route:
                    id: first
                    from:
                      uri: event:order.*?ordered=maybe
                      steps:
                        - to:
                            uri: foo:bar
                        - log:
                            message: "${body}"
                        - choice:
                            when:
                              - expression:
                                  simple:
                                    expression: "${body} == 1"
                                steps:
                                  - to:
                                      uri: log:x?levell=INFO
                            otherwise:
                              steps:
                                - to:
                                    uri: log:{{no.such.key}}
                - route:
                    id: second
                    from:
                      uri: direct:second
                      steps:
                        - bean:
                            ref: noSuchBean
                """;

        List<RouteFileProblem> problems =
                problems("routes/a.camel.yaml", text, "routes/b.camel.yaml", GOOD.replace("- log:", "- logg:"));

        assertThat(problems)
                .extracting(problem -> problem.file() + ":" + problem.line().orElse(0))
                .containsExactlyInAnyOrder(
                        "routes/a.camel.yaml:4",
                        "routes/a.camel.yaml:7",
                        "routes/a.camel.yaml:17",
                        "routes/a.camel.yaml:21",
                        "routes/a.camel.yaml:28",
                        "routes/b.camel.yaml:7");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<routes>", "<routes xmlns='http://camel.apache.org/schema/xml-io'>"})
    void reportsAllUnknownElementsAndAttributes(String root) {
        String text = root + """

                  <route id="first" autoStartUp="false">
                    <from uri="event:order.*"/>
                    <logg message="x"/>
                    <choice>
                      <when>
                        <simple trimm="true">${body} == 1</simple>
                        <too uri="log:x"/>
                        <to
                            uri="log:x"
                            patern="InOnly"/>
                      </when>
                      <elsewise/>
                    </choice>
                  </route>
                  <route id="second">
                    <from uri="event:order.*"/>
                    <setHeader name="x"><constant>1</constant></setHeader>
                    <otherwise/>
                    <log mesage="x"/>
                  </route>
                </routes>
                """;

        assertThat(problems("routes/bad.camel.xml", text))
                .extracting(problem -> problem.line().orElse(0) + ": " + problem.reason() + "; " + problem.remedy())
                .containsExactly(
                        "2: the element route has no attribute autoStartUp; write autoStartup",
                        "4: the element logg is not allowed here; write log",
                        "7: the element simple has no attribute trimm; write trim",
                        "8: the element too is not allowed here; write to",
                        "9: the element to has no attribute patern; write pattern",
                        "13: the element elsewise is not allowed here; use one of these: otherwise, when",
                        "19: the element otherwise is not allowed here; compare the line with Camel's XML documentation",
                        "20: the element log has no attribute mesage; write message");
    }

    @Test
    void acceptsTheShippedXml() throws Exception {
        List<Path> shipped;
        try (Stream<Path> files = Files.list(Path.of("routes"))) {
            shipped = files.filter(file -> file.toString().endsWith(".xml")).toList();
        }

        assertThat(shipped)
                .isNotEmpty()
                .allSatisfy(file -> assertThat(CheckElements.check(
                                new RouteFileContent.FileContent(file.toString(), Files.readAllBytes(file))))
                        .isEmpty());
    }

    @Test
    void reportsUnknownKeysTogetherWithBuildFailures() {
        String text = """
                - route:
                    id: first
                    from:
                      uri: event:order.*
                      steps:
                        - log:
                            mesage: x
                        - split:
                            simple:
                              expression: "${body}"
                            streaming: maybe
                            steps:
                              - setHeader:
                                  name: x
                                  expresion:
                                    simple:
                                      expression: "1"
                              - to:
                                  uri: foo:bar
                        - logg:
                            message: x
                        - log:
                            message: ok
                - route:
                    idd: second
                    from:
                      uri: nosuch:x
                      steps:
                        - log:
                            message: x
                - route:
                    id: third
                    from:
                      uri: timer:x
                      steps:
                        - bean:
                            ref: noSuchBean
                """;

        List<RouteFileProblem> problems = problems("routes/a.camel.yaml", text);

        assertThat(problems)
                .extracting(problem -> problem.place() + " " + problem.reason() + "; " + problem.remedy())
                .containsExactly(
                        ":7:13 mesage is not allowed here; write message",
                        ":11:24 maybe is not allowed here: expected true or false; correct the value",
                        ":15:19 expresion is not allowed here; write expression",
                        ":19:24 there is no component foo:; correct the name, or put the jar that contains it into lib/ and restart",
                        ":20:11 logg is not allowed here; write log",
                        ":25:5 idd is not allowed here; write id",
                        ":37:18 there is no bean noSuchBean; correct the name, or define the bean in the file (beans)");
    }

    /** An invalid file reserves no ids: another file may be its replacement. */
    @Test
    void reservesNoIdsForAnInvalidFile() {
        RouteFileProblem problem = problem(
                "routes/a.camel.yaml", GOOD + "        - logg:\n            message: x\n", "routes/b.camel.yaml", GOOD);

        assertThat(problem.toString()).startsWith("routes/a.camel.yaml:9:11: logg is not allowed here");
    }

    @Test
    void reportsTheFileThatUsesTheId() {
        RouteFileProblem problem = problem(
                "routes/first.camel.yaml", GOOD, "routes/second.camel.yaml", GOOD.replace("order.*", "other.*"));

        assertThat(problem.file()).isEqualTo("routes/second.camel.yaml");
        assertThat(problem.reason()).contains("good", "routes/first.camel.yaml");
        assertThat(problem.line()).hasValue(1);
    }

    @Test
    void hidesTheValueOfAnUnknownOption() {
        RouteFileProblem problem = problem("routes/bad.camel.yaml", step("log:x?apiTokn=s3cr3t-value"));

        assertThat(problem.toString()).contains("apiTokn").doesNotContain("s3cr3t-value");
    }

    @Test
    void hidesASecret(@TempDir Path folder) throws Exception {
        Path secret = Files.writeString(folder.resolve("secret"), "pa55word-of-the-check\n");

        RouteFileProblem problem = problem("routes/bad.camel.yaml", step("log:x?level={{file:" + secret + "}}"));

        assertThat(problem.toString()).contains("LoggingLevel").doesNotContainIgnoringCase("pa55word");
    }

    @Test
    void reportsAMissingSecret() {
        assertThat(problem("routes/bad.camel.yaml", step("log:x?marker={{file:/no/such/file}}"))
                        .toString())
                .startsWith(
                        "routes/bad.camel.yaml:7:28: the file of the placeholder {{file:/no/such/file}} cannot be read");
        assertThat(problem("routes/bad.camel.yaml", step("log:x?marker={{env:NO_SUCH_VARIABLE}}"))
                        .toString())
                .startsWith("routes/bad.camel.yaml:7:28: the environment variable NO_SUCH_VARIABLE is not set");
    }
}
