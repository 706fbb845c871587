package dev.sealpost.route.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.route.camel.EventCamel;
import dev.sealpost.route.file.RouteFileContent;
import dev.sealpost.route.file.RouteFileProblem;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.catalog.CamelCatalog;
import org.apache.camel.catalog.DefaultCamelCatalog;
import org.apache.camel.tooling.model.ArtifactModel;
import org.apache.camel.tooling.model.ComponentModel;
import org.apache.camel.tooling.model.DataFormatModel;
import org.apache.camel.tooling.model.LanguageModel;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One route for each part of Camel's catalog: each loads or is refused with the name of the missing jar. */
@Timeout(60)
class CatalogTest {

    private static final CamelCatalog CATALOG = new DefaultCamelCatalog();

    @AutoClose
    private final EventCamel app = new EventCamel();

    private static String route(String id, String step) {
        return "- route:\n    id: %s\n    from:\n      uri: direct:%s\n      steps:\n        - %s\n"
                .formatted(id, id, step);
    }

    private Map<String, CheckedFile> check(Map<String, String> texts) {
        List<RouteFileContent> files = new ArrayList<>();
        texts.forEach((name, text) -> files.add(new RouteFileContent.FileContent(
                "routes/" + name + ".camel.yaml", text.getBytes(StandardCharsets.UTF_8))));
        files.add(new RouteFileContent.FileContent(
                "routes/good.camel.yaml", route("good", "log: {message: x}").getBytes(StandardCharsets.UTF_8)));
        Map<String, CheckedFile> checked = new CheckFiles(app.environment()).check(List.of(), files);
        assertThat(problems(checked, "good")).isEmpty();
        checked.values().forEach(file -> file.problems().forEach(CatalogTest::reads));
        return checked;
    }

    private static List<RouteFileProblem> problems(Map<String, CheckedFile> checked, String name) {
        CheckedFile file = Objects.requireNonNull(checked.get("routes/" + name + ".camel.yaml"), name);
        return file.problems();
    }

    private static void reads(RouteFileProblem problem) {
        assertThat(problem.toString())
                .doesNotContainPattern("[a-z]+[.][A-Z]\\w*Exception|NullPointer|ClassCast|Exception: ");
        if (!problem.file().startsWith("routes/kamelet")) { // Camel reports only that it failed
            assertThat(problem.line()).as(problem.toString()).isPresent();
        }
    }

    /** Requires that every part whose jar is not in this build is refused with the name of the jar. */
    private void names(String kind, Map<String, ? extends ArtifactModel<?>> parts, Map<String, String> texts) {
        Map<String, CheckedFile> checked = check(texts);
        parts.forEach((name, part) -> {
            assertThat(CamelArtifacts.of(kind, name)).as(name).isEqualTo(Optional.of(part.getArtifactId()));
            if (!isThere(part)) {
                assertThat(problems(checked, name))
                        .as(name)
                        .isNotEmpty()
                        .allSatisfy(problem -> assertThat(problem.reason())
                                // The catalog contains some parts that the YAML schema lacks.
                                .matches(".*" + part.getArtifactId() + ".*in this build.*|.*in this build.*"
                                        + part.getArtifactId() + "|" + name + " is not allowed here"));
            }
        });
    }

    private static boolean isThere(ArtifactModel<?> part) {
        return CatalogTest.class
                        .getClassLoader()
                        .getResource("META-INF/maven/org.apache.camel/" + part.getArtifactId() + "/pom.properties")
                != null;
    }

    @Test
    void reportsTheMissingJarOfAComponent() {
        Map<String, ComponentModel> parts = new LinkedHashMap<>();
        Map<String, String> texts = new LinkedHashMap<>();
        for (String name : CATALOG.findComponentNames()) {
            parts.put(name, CATALOG.componentModel(name));
            texts.put(name, route(name, "to: {uri: \"" + name + ":x\"}"));
        }

        names("component", parts, texts);
    }

    // Fault 17.
    @Test
    void reportsTheMissingJarOfADataFormat() {
        Map<String, DataFormatModel> parts = new LinkedHashMap<>();
        Map<String, String> texts = new LinkedHashMap<>();
        for (String name : CATALOG.findDataFormatNames()) {
            DataFormatModel part = CATALOG.dataFormatModel(name);
            parts.put(name, part);
            texts.put(name, route(name, "unmarshal: {" + part.getModelName() + ": {" + required(part) + "}}"));
        }

        names("dataformat", parts, texts);
    }

    private static String required(DataFormatModel part) {
        List<String> options = new ArrayList<>();
        if (List.of("json", "yaml", "avro", "protobuf").contains(part.getModelName())) {
            options.add("library: " + library(part.getName()));
        }
        part.getOptions().stream()
                .filter(option -> option.isRequired() && !option.getName().equals("id"))
                .forEach(option -> options.add(option.getName() + ": "
                        + (option.getEnums() == null ? "x" : option.getEnums().getFirst())));
        if (part.getModelName().equals("bindy")) {
            options.add("classType: java.lang.String");
        }
        return String.join(", ", options);
    }

    private static String library(String name) {
        return switch (name) {
            case "avro" -> "ApacheAvro";
            case "protobuf" -> "GoogleProtobuf";
            case "avroJackson", "protobufJackson" -> "Jackson";
            default -> name;
        };
    }

    @Test
    void reportsTheMissingJarOfALanguage() {
        Map<String, LanguageModel> parts = new LinkedHashMap<>();
        Map<String, String> texts = new LinkedHashMap<>();
        for (String name : CATALOG.findLanguageNames()) {
            LanguageModel part = CATALOG.languageModel(name);
            parts.put(name, part);
            texts.put(name, route(name, "setBody: {expression: {" + part.getModelName() + ": {expression: x}}}"));
        }

        names("language", parts, texts);
    }

    private static Set<String> steps() {
        return YamlSchema.file()
                .items()
                .at("from")
                .flatMap(from -> from.at("steps"))
                .orElseThrow()
                .items()
                .keys();
    }

    @Test
    void loadsEveryStepOrReportsAReason() {
        Map<String, String> texts = new LinkedHashMap<>();
        for (String step : steps()) {
            texts.put(step, route(step, step + ": {}"));
            texts.put(step + "-x", route(step + "-x", step + ": {steps: [{log: {message: x}}]}"));
        }

        Map<String, CheckedFile> checked = check(texts);

        assertThat(checked.values().stream().filter(CheckedFile::isGood).count())
                .isGreaterThan(10);
    }
}
