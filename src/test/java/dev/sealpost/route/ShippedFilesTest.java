package dev.sealpost.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.FileSystemResource;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.yaml.snakeyaml.Yaml;

/** Rules for every file in {@code connectors/} and {@code routes/}. */
class ShippedFilesTest {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([a-z0-9.-]+)}}");

    @ParameterizedTest
    @MethodSource("connectors")
    void connectorIsDescribedAndSafe(Path file) throws IOException {
        assertThat(KameletRules.problems(file.getFileName().toString(), Files.readString(file)))
                .isEmpty();
    }

    @Test
    void reportsTheShortForm() {
        Map<String, Object> from =
                new Yaml().load("{uri: 'direct:a', steps: [{to: 'log:a'}, {setBody: {constant: x}}]}");

        assertThat(CanonicalForm.problems(from))
                .containsExactly("to is written in the short form", "setBody has no expression of its own level");
    }

    @ParameterizedTest
    @MethodSource("routesInYaml")
    void routeInYamlIsDescribedAndCanonical(Path file) throws IOException {
        List<Map<String, Object>> routes = new Yaml().load(Files.readString(file));

        for (Map<String, Object> each : routes) {
            if (each.containsKey("onException") || each.containsKey("routeConfiguration")) {
                continue;
            }
            Map<String, Object> route = CanonicalForm.map(each.get("route"));
            assertThat(route).as("top level of " + file).isNotEmpty();
            assertThat(file.getFileName()).hasToString(route.get("id") + ".camel.yaml");
            assertThat(route.get("description")).asString().isNotBlank();
            Map<String, Object> from = CanonicalForm.map(route.get("from"));
            assertThat(CanonicalForm.problems(from)).isEmpty();
            if (isExample(file)) {
                continue;
            }
            if (isNotOfTheDemo(String.valueOf(from.get("uri")), file)) {
                assertStartsOnlyWhenAskedTo(String.valueOf(route.get("id")), String.valueOf(route.get("autoStartup")));
            } else if (!"webhook-delivery".equals(route.get("id"))) {
                assertStartsWhenAskedTo(String.valueOf(route.get("id")), String.valueOf(route.get("autoStartup")));
            }
        }
    }

    /** Returns true if the demo does not start the route: it polls an API or needs a mail server. */
    private static boolean isNotOfTheDemo(String from, Path file) throws IOException {
        return from.startsWith("poll:") || Files.readString(file).contains("{{mail.server}}");
    }

    @ParameterizedTest
    @MethodSource("routesInXml")
    void routeInXmlIsDescribed(Path file) throws Exception {
        NodeList routes = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(file.toFile())
                .getElementsByTagName("route");

        for (int i = 0; i < routes.getLength(); i++) {
            Element route = (Element) routes.item(i);
            assertThat(file.getFileName()).hasToString(route.getAttribute("id") + ".camel.xml");
            assertThat(route.getAttribute("description")).isNotBlank();
            assertStartsWhenAskedTo(route.getAttribute("id"), route.getAttribute("autoStartup"));
        }
    }

    @Test
    void everyPlaceholderIsInTheConfiguration() throws IOException {
        PropertySource<?> configuration = configuration("application.yaml");
        List<String> unknown = new ArrayList<>();
        for (Path file : Stream.concat(files("routes", ""), files("connectors", ".kamelet.yaml"))
                .filter(file -> !isExample(file))
                .toList()) {
            Matcher keys = PLACEHOLDER.matcher(Files.readString(file));
            while (keys.find()) {
                if (keys.group(1).contains(".") && !configuration.containsProperty(keys.group(1))) {
                    unknown.add(file + ": " + keys.group(1));
                }
            }
        }

        assertThat(unknown).isEmpty();
    }

    private static void assertStartsOnlyWhenAskedTo(String id, String autoStartup) throws IOException {
        assertThat(autoStartup).isEqualTo("{{" + id + ".start}}");
        assertThat(configuration("application.yaml").getProperty(id + ".start")).isEqualTo(false);
    }

    /** Requires that the demo starts the route. */
    private static void assertStartsWhenAskedTo(String id, String autoStartup) throws IOException {
        assertStartsOnlyWhenAskedTo(id, autoStartup);
        assertThat(configuration("application-demo.yaml").getProperty(id + ".start"))
                .isEqualTo(true);
    }

    private static PropertySource<?> configuration(String name) throws IOException {
        return new YamlPropertySourceLoader()
                .load(name, new FileSystemResource(Path.of("config", name)))
                .getFirst();
    }

    /** Connectors without a folder. Those with one are checked by the kit. */
    static Stream<Path> connectors() throws IOException {
        return files("connectors", ".kamelet.yaml").filter(file -> file.getNameCount() == 2);
    }

    static Stream<Path> routesInYaml() throws IOException {
        return files("routes", ".camel.yaml");
    }

    static Stream<Path> routesInXml() throws IOException {
        return files("routes", ".camel.xml");
    }

    /** Returns true if the file is not loaded, but copied by the user, who sets its keys. */
    private static boolean isExample(Path file) {
        return file.startsWith(Path.of("routes", "examples"));
    }

    private static Stream<Path> files(String folder, String ending) throws IOException {
        try (Stream<Path> found = Files.walk(Path.of(folder))) {
            List<Path> files = found.filter(Files::isRegularFile)
                    .filter(file -> file.getFileName().toString().endsWith(ending))
                    .filter(file -> !file.startsWith(Path.of("routes", "examples")))
                    .sorted()
                    .toList();
            assertThat(files).isNotEmpty();
            return files.stream();
        }
    }
}
