package dev.sealpost.route.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealpost.route.camel.EventCamel;
import dev.sealpost.route.file.RouteFileContent;
import dev.sealpost.route.file.RouteFileProblem;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.yaml.snakeyaml.Yaml;

/** Camel's own catalog of Kamelets, unchanged: each loads, or is refused with the name of the jar that it needs. */
@Timeout(120)
class KameletCatalogTest {

    /** Parameters that have a meaning, for which the catalog gives no example. */
    private static final Map<String, String> VALUES =
            Map.of("simple-filter-action.expression", "true == true", "data-type-action.format", "application-json");

    /** Parameters that a Kamelet uses although it neither requires them nor gives a default. */
    private static final Set<String> USED = Set.of(
            "couchbase-sink.username",
            "couchbase-sink.password",
            "google-mail-source.labels",
            "header-matches-filter-action.headerName",
            "jira-source.jql",
            "kafka-azure-schema-registry-sink.specificAvroValueType",
            "kafka-azure-schema-registry-source.specificAvroValueType",
            "kafka-batch-azure-schema-registry-source.specificAvroValueType",
            "kafka-batch-ssl-source.sslKeystoreLocation",
            "kafka-batch-ssl-source.sslKeystorePassword",
            "kafka-ssl-source.sslKeystoreLocation",
            "kafka-ssl-source.sslKeystorePassword",
            "mail-sink.from",
            "mail-sink.to",
            "mail-sink.subject",
            "salesforce-create-sink.sObjectName");

    /** Kamelets that Camel 4.17 itself does not load. */
    private static final List<String> BROKEN = List.of("data-type-action", "kafka-batch-ssl-source");

    @AutoClose
    private final EventCamel app = new EventCamel();

    private final Map<String, Map<String, Object>> kamelets = read();

    private static Map<String, Map<String, Object>> read() {
        Map<String, Map<String, Object>> all = new TreeMap<>();
        try {
            for (Resource file :
                    new PathMatchingResourcePatternResolver().getResources("classpath*:kamelets/*.kamelet.yaml")) {
                try (InputStream content = file.getInputStream()) {
                    all.put(file.getFilename().replace(".kamelet.yaml", ""), new Yaml().load(content));
                }
            }
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return all;
    }

    @Test
    void loadsEachKameletOrNamesTheJarThatItNeeds() {
        List<RouteFileContent> files = new ArrayList<>();
        kamelets.forEach((name, kamelet) -> files.add(new RouteFileContent.FileContent(
                "routes/" + name + ".camel.yaml", route(name, kamelet).getBytes(StandardCharsets.UTF_8))));

        Map<String, CheckedFile> checked = new CheckFiles(app.environment()).check(List.of(), files);

        Map<String, String> results = new TreeMap<>();
        checked.forEach((file, result) ->
                results.put(file.replaceAll("routes/|[.]camel[.]yaml", ""), result(result.problems())));
        results.forEach((name, result) -> System.out.println(name + ": " + result));
        System.out.println(results.values().stream()
                .collect(Collectors.groupingBy(result -> result.replaceFirst(" .*", ""), Collectors.counting())));
        assertThat(results).hasSizeGreaterThanOrEqualTo(250);
        BROKEN.forEach(results::remove);
        assertThat(results.values()).allMatch(result -> result.equals("loads") || result.startsWith("needs "));
    }

    @ParameterizedTest
    @FieldSource("BROKEN")
    void refusesNoKameletThatCamelLoads(String broken) throws Exception {
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            camel.disableJMX();
            camel.start();
            String text = route(broken, Objects.requireNonNull(kamelets.get(broken)));

            assertThatThrownBy(() -> PluginHelper.getRoutesLoader(camel)
                            .loadRoutes(ResourceHelper.fromString(broken + ".yaml", text)))
                    .isInstanceOf(Exception.class);
        }
    }

    private static String result(List<RouteFileProblem> problems) {
        if (problems.isEmpty()) {
            return "loads";
        }
        return problems.stream()
                .map(problem -> problem.remedy().replaceFirst(".*sealpost lib add ", "needs ")
                        + (problem.remedy().contains("sealpost lib add ") ? "" : " <- " + problem.reason()))
                .distinct()
                .collect(Collectors.joining(", "));
    }

    @SuppressWarnings("unchecked")
    private static String route(String kameletName, Map<String, Object> kamelet) {
        Map<String, Object> definition = map(map(kamelet, "spec"), "definition");
        StringBuilder parameters = new StringBuilder();
        Map<String, Map<String, Object>> properties =
                (Map<String, Map<String, Object>>) (Map<String, ?>) map(definition, "properties");
        List<String> required = (List<String>) definition.getOrDefault("required", List.of());
        properties.forEach((property, schema) -> {
            String name = kameletName + "." + property;
            if (required.contains(property) || USED.contains(name)) {
                parameters
                        .append(parameters.isEmpty() ? "" : ", ")
                        .append(property)
                        .append(": '")
                        .append(VALUES.getOrDefault(name, value(schema)))
                        .append("'");
            }
        });
        boolean isSource = kameletName.endsWith("-source");
        return """
                - route:
                    id: %s
                    from:
                      uri: %s
                      %ssteps:
                        - %s: {uri: '%s'%s}
                """.formatted(
                        kameletName,
                        isSource ? "kamelet:" + kameletName : "direct:" + kameletName,
                        isSource && !parameters.isEmpty() ? "parameters: {" + parameters + "}\n      " : "",
                        "to",
                        isSource ? "mock:" + kameletName : "kamelet:" + kameletName,
                        !isSource && !parameters.isEmpty() ? ", parameters: {" + parameters + "}" : "");
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Map<String, Object> parent, String key) {
        return parent.get(key) instanceof Map<?, ?> child ? (Map<String, Object>) child : Map.of();
    }

    private static String value(Map<String, Object> property) {
        for (String source : List.of("default", "example")) {
            if (property.get(source) instanceof Object given) {
                return given.toString().replace("'", "''");
            }
        }
        if (property.get("enum") instanceof List<?> allowed) {
            return allowed.getFirst().toString();
        }
        return switch (String.valueOf(property.get("type"))) {
            case "integer", "number" -> "1";
            case "boolean" -> "true";
            default -> "x";
        };
    }
}
