package dev.sealpost.route.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.delivery.AttemptOutcome.Succeeded;
import dev.sealpost.route.check.CheckFiles;
import dev.sealpost.route.check.CheckedFile;
import dev.sealpost.route.file.RouteFileContent;
import dev.sealpost.route.file.RouteFileProblem;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Fault 17: a file that never ends, or whose check never ends, does not block other files. */
@Timeout(60)
class HostileFilesTest {

    @RegisterExtension
    private final RouteFilesRig rig = new RouteFilesRig();

    @BeforeEach
    void writeFiles() throws Exception {
        rig.file("routes/orders.camel.yaml", RouteFilesRig.ORDERS);
    }

    private void pipe(String name) throws Exception {
        Path file = rig.home.resolve(name);
        Files.createDirectories(file.getParent());
        assertThat(new ProcessBuilder("mkfifo", file.toString()).start().waitFor())
                .isZero();
    }

    private RouteFileProblem onlyProblem(String file) {
        rig.reload.load();

        assertThat(rig.attempt("orders").outcome()).isInstanceOf(Succeeded.class);
        assertThat(rig.problems.all()).hasSize(1);
        RouteFileProblem problem = rig.problems.all().getFirst();
        assertThat(problem.file()).isEqualTo(file);
        return problem;
    }

    @ParameterizedTest
    @ValueSource(strings = {"routes/pipe.camel.yaml", "routes/pipe.camel.xml", "connectors/pipe-sink.kamelet.yaml"})
    void refusesAPipe(String name) throws Exception {
        pipe(name);

        assertThat(onlyProblem(name).reason()).contains("pipe");
    }

    @Test
    void refusesASecretInAPipe() throws Exception {
        pipe("token");
        rig.file("routes/secret.camel.yaml", """
                - route:
                    id: secret
                    from:
                      uri: event:order.*
                      steps:
                        - to: {uri: 'http://127.0.0.1:9/{{file:TOKEN}}'}
                """.replace(
                        "TOKEN", rig.home.resolve("token").toString()));

        assertThat(onlyProblem("routes/secret.camel.yaml").reason()).contains("it is not a regular file");
    }

    @Test
    void refusesACircularLink() throws Exception {
        Files.createSymbolicLink(rig.home.resolve("routes/back"), rig.home.resolve("routes"));

        assertThat(onlyProblem("routes/back").reason()).contains("circular link");
    }

    @Test
    void reportsAFolderWithTheNameOfAFile() throws Exception {
        rig.file("routes/more.camel.yaml/more.camel.yaml", RouteFilesRig.ORDERS.replace("id: orders", "id: more"));

        assertThat(onlyProblem("routes/more.camel.yaml").reason()).contains("named like a route file");
        assertThat(rig.attempt("more").outcome()).isInstanceOf(Succeeded.class);
    }

    /** Has the layout of a Kubernetes volume. */
    @Test
    void loadsALinkIntoAHiddenFolderOnce() throws Exception {
        rig.file("routes/..2026/linked.camel.yaml", RouteFilesRig.ORDERS.replace("id: orders", "id: linked"));
        Files.createSymbolicLink(rig.home.resolve("routes/..data"), Path.of("..2026"));
        Files.createSymbolicLink(rig.home.resolve("routes/linked.camel.yaml"), Path.of("..data/linked.camel.yaml"));
        rig.reload.load();

        assertThat(rig.problems.all()).isEmpty();
        assertThat(rig.attempt("linked").outcome()).isInstanceOf(Succeeded.class);
    }

    @Test
    void reportsABrokenLink() throws Exception {
        Files.createSymbolicLink(rig.home.resolve("routes/gone.camel.yaml"), rig.home.resolve("nothing"));

        assertThat(onlyProblem("routes/gone.camel.yaml").reason()).contains("cannot be read");
    }

    private static RouteFileContent.FileContent content(String name, String text) {
        return new RouteFileContent.FileContent(name, text.getBytes(StandardCharsets.UTF_8));
    }

    private static List<RouteFileProblem> problems(Map<String, CheckedFile> checked, String name) {
        return Objects.requireNonNull(checked.get(name)).problems();
    }

    /** Camel creates the beans of a file while it reads the file. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            routes/a.camel.yaml | - beans: [{name: waits, type: java.util.concurrent.CountDownLatch, constructors: {0: 1}, initMethod: await}]~- route: {id: a, from: {uri: 'direct:a', steps: [{bean: {ref: waits, method: getCount}}]}}
            routes/a.camel.xml  | <camel><bean name="waits" type="java.util.concurrent.CountDownLatch" initMethod="await"><constructors><constructor index="0" value="1"/></constructors></bean><route id="a"><from uri="direct:a"/><bean ref="waits" method="getCount"/></route></camel>
            """)
    void abandonsACheckThatDoesNotFinish(String name, String text) {
        CheckFiles check = new CheckFiles(rig.app.environment(), Duration.ofSeconds(1));
        List<RouteFileContent> files = List.of(
                content(name, text.replace("~", "\n")), content("routes/orders.camel.yaml", RouteFilesRig.ORDERS));

        for (int i = 0; i < 2; i++) {
            Map<String, CheckedFile> checked = check.check(List.of(), files);

            assertThat(problems(checked, name).toString()).contains("does not finish within 1 s");
            assertThat(problems(checked, "routes/orders.camel.yaml")).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"a-sink, a-sink", "a-sink, b-sink"})
    void refusesAConnectorThatCallsItself(String first, String second) {
        String connector = """
                apiVersion: camel.apache.org/v1
                kind: Kamelet
                metadata: {name: NAME}
                spec:
                  definition: {title: Name}
                  template:
                    from:
                      uri: kamelet:source
                      steps:
                        - to: {uri: kamelet:CALLED}
                """;
        List<RouteFileContent> connectors = new java.util.ArrayList<>();
        connectors.add(content(
                "connectors/" + first + ".kamelet.yaml",
                connector.replace("NAME", first).replace("CALLED", second)));
        if (!first.equals(second)) {
            connectors.add(content(
                    "connectors/" + second + ".kamelet.yaml",
                    connector.replace("NAME", second).replace("CALLED", first)));
        }
        String route = "- route: {id: calls, from: {uri: 'direct:c', steps: [{to: 'kamelet:a-sink'}]}}\n";

        Map<String, CheckedFile> checked = new CheckFiles(rig.app.environment())
                .check(
                        connectors,
                        List.of(
                                content("routes/calls.camel.yaml", route),
                                content("routes/orders.camel.yaml", RouteFilesRig.ORDERS)));

        assertThat(problems(checked, "connectors/a-sink.kamelet.yaml").toString())
                .contains("the connector calls itself (a-sink > ");
        assertThat(problems(checked, "routes/calls.camel.yaml").toString()).contains("there is no connector a-sink");
        assertThat(problems(checked, "routes/orders.camel.yaml")).isEmpty();
    }

    /** Small texts that would expand to large ones. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "routes/bomb.camel.xml|<!DOCTYPE x [<!ENTITY a 'xxxxxxxxxx'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>]><routes><route id='&b;'/></routes>",
                "routes/bomb.camel.yaml|- &a [x, x]\\n- &b [*a, *a]\\n- [*b, *b]",
                "routes/bomb.camel.yaml|- route: &a {id: a, from: {uri: 'direct:a', steps: [{log: x}]}}\\n- route: {<<: *a, id: b}"
            })
    void refusesMultiplyingEntitiesAndAliases(String file) throws Exception {
        String[] parts = file.split("[|]", 2);
        rig.file(parts[0], parts[1].replace("\\n", "\n"));

        assertThat(onlyProblem(parts[0]).reason()).contains("not allowed in route files");
    }

    @Test
    void refusesAFileLargerThanAMebibyte() throws Exception {
        rig.file("routes/large.camel.yaml", "#".repeat(10 * 1024 * 1024));

        assertThat(onlyProblem("routes/large.camel.yaml").reason()).contains("larger than 1 MiB");
    }

    /** Encodings that editors of other systems use. */
    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE", "windows-1252"})
    void loadsOrReportsAFileInAnotherEncoding(String charset) throws Exception {
        String bom = charset.startsWith("UTF") ? "\uFEFF" : "";
        String text = bom
                + RouteFilesRig.ORDERS
                        .replace("id: orders", "id: other")
                        .replace("what is", "für")
                        .replace("\n", "\r\n");
        Files.write(rig.home.resolve("routes/other.camel.yaml"), text.getBytes(charset));
        String xml = "<?xml version=\"1.0\"" + (charset.startsWith("UTF") ? "" : " encoding=\"" + charset + "\"")
                + "?><routes><route id=\"xml\" description=\"für\"><from uri=\"event:order.*\"/>"
                + "<to uri=\"event:stock.reserved\"/></route></routes>";
        Files.write(rig.home.resolve("routes/xml.camel.xml"), (bom + xml).getBytes(charset));
        rig.reload.load();

        for (String name : List.of("routes/other.camel.yaml", "routes/xml.camel.xml")) {
            boolean isNamed = rig.problems.all().stream()
                    .anyMatch(problem -> problem.file().equals(name));
            if (!isNamed) {
                assertThat(rig.attempt(name.contains("xml.") ? "xml" : "other").outcome())
                        .as(name)
                        .isInstanceOf(Succeeded.class);
            }
        }
        assertThat(rig.problems.all().toString()).doesNotContain("Exception");
        assertThat(rig.attempt("orders").outcome()).isInstanceOf(Succeeded.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a b", "ä€", "../up", "a/b", "{{x}}", "${x}", "a,b", "a*", "a'b", "a?b=c", "%2e", "😀", " x "})
    void loadsOrReportsAnyRouteId(String id) throws Exception {
        rig.file("routes/odd.camel.yaml", RouteFilesRig.ORDERS.replace("id: orders", "id: \"" + id + "\""));
        rig.reload.load();

        assertThat(rig.attempt("orders").outcome()).isInstanceOf(Succeeded.class);
        if (rig.problems.all().isEmpty()) {
            assertThat(rig.attempt(rig.status("routes/odd.camel.yaml")
                                    .routes()
                                    .getFirst()
                                    .id())
                            .outcome())
                    .isInstanceOf(Succeeded.class);
        }
        assertThat(rig.problems.all().toString()).doesNotContain("Exception");
    }
}
