package dev.sealpost.route.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.route.camel.EventCamel;
import dev.sealpost.route.file.RouteFileContent;
import dev.sealpost.route.file.RouteFileProblem;
import jakarta.jms.ConnectionFactory;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.apache.camel.Processor;
import org.apache.camel.component.dataset.DataSet;
import org.apache.camel.component.dataset.SimpleDataSet;
import org.apache.camel.resume.ConsumerListener;
import org.apache.camel.resume.ResumeStrategy;
import org.apache.camel.spi.Policy;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sqlite.SQLiteDataSource;

/**
 * The lists of elements in {@code docs/routes.md}: what happens to a file that uses one, found by checking such a file.
 * {@code -Dtests.update-elements=true} writes them again.
 */
@Timeout(240)
class ElementsTest {

    private static final String UPDATE = "tests.update-elements";
    private static final Path DOCUMENT = Path.of("docs/routes.md");
    private static final Pattern GENERATED =
            Pattern.compile("(?s)(<!-- elements: made by ElementsTest -->\n).*(<!-- end of elements -->)");
    private static final String ADD = "sealpost lib add ";

    @AutoClose
    private final EventCamel app = new EventCamel();

    /** Binds what a route names that brings its own beans. */
    @BeforeEach
    void bindBeans() {
        app.camel.getRegistry().bind("shop", DataSource.class, new SQLiteDataSource());
        app.camel.getRegistry().bind("broker", ConnectionFactory.class, new JmsConnectionFactory());
        app.camel.getRegistry().bind("data", DataSet.class, new SimpleDataSet());
        app.camel
                .getRegistry()
                .bind(
                        "x",
                        Proxy.newProxyInstance(
                                ElementsTest.class.getClassLoader(),
                                new Class<?>[] {
                                    Processor.class,
                                    Policy.class,
                                    ConsumerListener.class,
                                    Predicate.class,
                                    ResumeStrategy.class
                                },
                                (proxy, method, arguments) -> switch (method.getName()) {
                                    case "wrap" -> arguments[1];
                                    case "toString" -> "x";
                                    case "hashCode" -> 1;
                                    case "equals" -> false;
                                    default -> method.getReturnType() == boolean.class ? Boolean.TRUE : null;
                                }));
    }

    /** Returns the result for each element: empty if it loads, the artifacts to add, or the reason of the refusal. */
    private Map<String, String> results(Map<String, String> routes) {
        List<RouteFileContent> files = routes.entrySet().stream()
                .<RouteFileContent>map(route -> new RouteFileContent.FileContent(
                        "routes/" + route.getKey() + ".camel.yaml",
                        route.getValue().getBytes(StandardCharsets.UTF_8)))
                .toList();
        Map<String, String> results = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        new CheckFiles(app.environment())
                .check(List.of(), files)
                .forEach((file, checked) ->
                        results.put(file.replaceAll("routes/|[.]camel[.]yaml", ""), result(checked.problems())));
        return results;
    }

    private static String result(List<RouteFileProblem> problems) {
        if (problems.isEmpty()) {
            return "";
        }
        RouteFileProblem first = problems.getFirst();
        int add = first.remedy().indexOf(ADD);
        return add < 0 ? first.reason() + "; " + first.remedy() : first.remedy().substring(add + ADD.length());
    }

    private static boolean isArtifact(String result) {
        return result.startsWith("camel-") && result.indexOf(' ') < 0;
    }

    private String section(String title, Map<String, String> results) {
        Map<String, List<String>> added = results.entrySet().stream()
                .filter(each -> isArtifact(each.getValue()))
                .collect(Collectors.groupingBy(
                        Map.Entry::getValue, TreeMap::new, Collectors.mapping(Map.Entry::getKey, Collectors.toList())));
        StringBuilder text = new StringBuilder("\n### " + title + "\n\nLoaded: ");
        text.append(names(results, String::isEmpty)).append(".\n");
        if (!added.isEmpty()) {
            text.append("\nAdded with `lib add`: ")
                    .append(added.entrySet().stream()
                            .map(each -> "`" + each.getKey() + "`" + others(each.getKey(), each.getValue()))
                            .collect(Collectors.joining(", ")))
                    .append(".\n");
        }
        String refused = results.entrySet().stream()
                .filter(each -> !each.getValue().isEmpty() && !isArtifact(each.getValue()))
                .map(each -> "| `" + each.getKey() + "` | " + each.getValue().replace("|", "\\|") + " |\n")
                .collect(Collectors.joining());
        if (!refused.isEmpty()) {
            text.append("\n| refused | why, and the remedy |\n| --- | --- |\n").append(refused);
        }
        return text.toString();
    }

    /** Returns the names of the elements where that of the artifact does not say it. */
    private static String others(String artifact, List<String> elements) {
        return elements.equals(List.of(artifact.replaceFirst("camel-", "")))
                ? ""
                : elements.stream().map(name -> "`" + name + "`").collect(Collectors.joining(", ", " (", ")"));
    }

    private static String names(Map<String, String> results, Function<String, Boolean> which) {
        return results.entrySet().stream()
                .filter(each -> which.apply(each.getValue()))
                .map(each -> "`" + each.getKey() + "`")
                .collect(Collectors.joining(", "));
    }

    @Test
    void documentListsWhatEachElementDoes() throws IOException {
        Map<String, String> components = results(MinimalRoutes.components());
        Map<String, String> dataFormats = results(MinimalRoutes.dataFormats());
        Map<String, String> languages = results(MinimalRoutes.languages());
        Map<String, String> steps = results(MinimalRoutes.steps("direct:x"));
        Map<String, String> stepsOfEvents = results(MinimalRoutes.steps("event:x"));
        stepsOfEvents.entrySet().removeIf(each -> each.getValue().equals(steps.get(each.getKey())));
        String lists = section("Steps", steps)
                + section("Steps after `from: event:`, where this differs", stepsOfEvents)
                        .replace("\nLoaded: .\n", "")
                + section("Data formats", dataFormats)
                + section("Languages", languages)
                + section("Components", components);

        String document = Files.readString(DOCUMENT);
        assertThat(components.get("platform-http")).contains("POST /in/");
        String current = GENERATED
                .matcher(document)
                .replaceFirst(
                        match -> java.util.regex.Matcher.quoteReplacement(match.group(1) + lists + match.group(2)));
        if (Boolean.getBoolean(UPDATE)) {
            Files.writeString(DOCUMENT, current);
        }

        assertThat(components).containsEntry("kafka", "").containsEntry("mongodb", "camel-mongodb");
        assertThat(dataFormats).containsEntry("csv", "");
        assertThat(Boolean.getBoolean(UPDATE) ? current : document)
                .as("docs/routes.md: run this test with -D" + UPDATE + "=true")
                .isEqualTo(current);
    }
}
