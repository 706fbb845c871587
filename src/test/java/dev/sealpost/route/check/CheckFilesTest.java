package dev.sealpost.route.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.route.camel.EventCamel;
import dev.sealpost.route.file.RouteFile;
import dev.sealpost.route.file.RouteFileContent;
import dev.sealpost.route.file.RouteFileProblem;
import java.io.InputStream;
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
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;

class CheckFilesTest {

    private static final String GOOD = """
            - route:
                id: good
                description: Writes orders down
                from:
                  uri: event:order.*
                  steps:
                    - log:
                        message: "${body}"
            """;

    private static final String GOOD_XML = """
            <?xml version="1.0" encoding="UTF-8"?>
            <routes>
              <route id="good-xml">
                <from uri="event:order.*"/>
                <log message="${body}"/>
              </route>
            </routes>
            """;

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

    static Stream<Arguments> mistakes() {
        return Stream.of(
                mistake("yaml", "- route:\n    id: x\n   from: {\n", 3, "not YAML"),
                mistake("yaml", "- route:\n\tid: x\n", 2, "not YAML"),
                mistake("yaml", "a: &a [x]\nb: *a\n", 2, "aliases"),
                mistake("yaml", bomb(), 2, "aliases"),
                mistake("yaml", "[".repeat(100_000), 1, "200 levels"),
                mistake("yaml", "just text\n", 1, "not a list"),
                mistake("yaml", "- rout:\n    id: x\n", 1, "rout"),
                mistake("yaml", "[]\n", -1, "no route"),
                mistake("yaml", "", -1, "empty"),
                mistake("yaml", "  \n\n", -1, "empty"),
                mistake("yaml", "# ".repeat(600_000), -1, "larger than 1 MiB"),
                mistake("yaml", GOOD.replace("message:", "mesage:"), 8, "mesage"),
                mistake("yaml", GOOD.replace("    - log:", "    - logg:"), 7, "logg"),
                mistake("yaml", step("foo:bar"), 7, "no component foo:"),
                mistake("yaml", step("log:x?levell=INFO"), 7, "option levell is unknown to log:"),
                mistake("yaml", step("event:order.done?aplication=acme"), 7, "option aplication is unknown to event:"),
                mistake("yaml", step("log:x?showAll=maybe"), 7, "option showAll of log: has an invalid value"),
                mistake("yaml", step("bean:noSuchBean"), 7, "no bean noSuchBean"),
                mistake("yaml", step("event:other.*"), 7, "event type"),
                mistake("yaml", step("log:{{no.such.key}}"), 7, "{{no.such.key}} has no value"),
                mistake("yaml", GOOD.replace("event:order.*", "event:order.*?ordered=maybe"), 5, "ordered=maybe"),
                mistake("yaml", GOOD.replace("event:order.*", "nosuch:order"), 5, "no component nosuch:"),
                mistake("yaml", GOOD.replace("    id: good\n", ""), 1, "no id"),
                mistake("yaml", GOOD + GOOD, 9, "two routes with the id good"),
                mistake(
                        "yaml",
                        GOOD.substring(0, GOOD.indexOf("log:") + 2),
                        7,
                        "a text is not allowed here: expected a map"),
                mistake("yaml", GOOD.replace("message: \"${body}\"", "message: \"${bo"), 9, "not YAML"),
                mistake(
                        "yaml",
                        GOOD.replace("message: ", "message: {a: b} #"),
                        8,
                        "a map is not allowed here: expected a text"),
                mistake(
                        "yaml",
                        GOOD.substring(0, GOOD.indexOf("steps:")) + "steps: x\n",
                        6,
                        "a text is not allowed here: expected a list"),
                mistake("yaml", "- route:\n    id: a\n", 1, "the route has no from"),
                mistake("yaml", setting("loggingLevel: LOUD"), 9, "LOUD is not allowed here: expected TRACE, DEBUG"),
                mistake("yaml", setting("message: twice"), 9, "message is set twice"),
                mistake("yaml", deep("expresion: 'x'"), 15, "expresion is not allowed here"),
                mistake("yaml", deep("trim: maybe"), 15, "maybe is not allowed here: expected true or false"),
                mistake("yaml", retries("maximumRedeliveries: many"), 8, "many is not allowed here: expected a number"),
                mistake("yaml", retries("maximumRetries: 3"), 8, "maximumRetries is not allowed here"),
                mistake("xml", "<routes>\n<route id='x'>\n</routes>", 3, "not XML"),
                mistake("xml", "<!DOCTYPE routes SYSTEM 'file:///etc/passwd'>\n<routes/>", 1, "document types"),
                mistake(
                        "xml",
                        "<!DOCTYPE r [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>\n<routes><route id='x'>&a;</route></routes>",
                        1,
                        "document types"),
                mistake("xml", "<a>".repeat(100_000), 1, "50 levels"),
                mistake("xml", GOOD_XML.replace("event:order.*", "nosuch:x"), 4, "no component nosuch:"),
                mistake("xml", GOOD_XML.replace("<log message=", "<logg message="), 5, "logg"));
    }

    private static Arguments mistake(String language, String text, int line, String reason) {
        return Arguments.of(language, text, line, reason);
    }

    private static String step(String uri) {
        return GOOD.replace(
                        "        - log:\n            message: \"${body}\"", "        - to:\n            uri: " + uri)
                .replace("- to:\n            uri: ", "- to: ");
    }

    private static String setting(String line) {
        return GOOD.stripTrailing() + "\n            " + line + "\n";
    }

    private static String deep(String line) {
        return """
                - route:
                    id: deep
                    from:
                      uri: event:order.*
                      steps:
                        - choice:
                            when:
                              - expression:
                                  simple:
                                    expression: "${body} == 1"
                                steps:
                                  - setBody:
                                      expression:
                                        simple:
                                          LINE
                                          expression: "x"
                """.replace("LINE", line);
    }

    private static String retries(String line) {
        return """
                - routeConfiguration:
                    id: often
                    onException:
                      - onException:
                          exception:
                            - java.lang.Exception
                          redeliveryPolicy:
                            LINE
                """.replace("LINE", line);
    }

    private static String bomb() {
        StringBuilder text = new StringBuilder("a0: &a0 [x, x]\n");
        for (int i = 1; i < 40; i++) {
            text.append("a%d: &a%d [*a%d, *a%d]%n".formatted(i, i, i - 1, i - 1));
        }
        return text.toString();
    }

    @ParameterizedTest
    @MethodSource("mistakes")
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
                        ":19:24 there is no component foo:; correct the name, or use one that Sealpost includes",
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

    @Test
    void refusesALargeFileWithoutReadingIt() {
        Resource huge = new ByteArrayResource(new byte[0]) {
            @Override
            public boolean isFile() {
                return true;
            }

            @Override
            public long contentLength() {
                return 50L * 1024 * 1024;
            }

            @Override
            public InputStream getInputStream() {
                throw new AssertionError("was read");
            }
        };

        assertThat(new RouteFile("routes/huge.camel.yaml", huge).load())
                .isInstanceOfSatisfying(
                        RouteFileContent.Refused.class,
                        refused -> assertThat(refused.problem().reason()).contains("larger than 1 MiB"));
    }

    @Test
    void reportsAnUnreadableFile(@TempDir Path folder) throws Exception {
        Path gone = folder.resolve("gone.camel.yaml");
        Files.createSymbolicLink(gone, folder.resolve("nowhere"));

        assertThat(new RouteFile("routes/gone.camel.yaml", new FileSystemResource(gone)).load())
                .isInstanceOfSatisfying(
                        RouteFileContent.Refused.class,
                        refused -> assertThat(refused.problem().reason()).contains("cannot be read"));
    }
}
