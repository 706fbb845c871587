package dev.sealpost.api.description;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sealpost.api.ApiTestBase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The description of the API has what the published contract of Svix's open server has: {@code contract/operations.json} lists
 * its operations, parameters, members (true: required) and statuses.
 */
class ContractTest extends ApiTestBase {

    /** Health is served by the console, whose tests call it. */
    private static final String HEALTH = "/api/v1/health";

    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([A-Z]+ /\\S+)` \\| (yes|missing) \\|");

    /** What is still missing, in the words of this test. Whoever builds it takes its line out. */
    private static final Set<String> MISSING = Set.of(
            "PATCH /api/v1/app/{}: body throttleRate",
            "POST /api/v1/app: body throttleRate",
            "POST /api/v1/auth/app-portal-access/{}",
            "POST /api/v1/auth/logout",
            "PUT /api/v1/app/{}: body throttleRate");

    /** What is answered otherwise on purpose; {@code docs/compatibility.md} gives the reasons. */
    private static final Set<String> DECIDED = Set.of("POST /api/v1/app/{}/msg: body application");

    @Test
    void hasAllOfTheContract() throws IOException {
        JsonNode document = api.get("/openapi.json").json();
        Map<String, JsonNode> ours = new TreeMap<>();
        document.path("paths")
                .propertyStream()
                .forEach(path -> path.getValue()
                        .propertyStream()
                        .forEach(each -> ours.put(
                                each.getKey().toUpperCase(Locale.ROOT) + " "
                                        + path.getKey().replaceAll("\\{\\w+}", "{}"),
                                each.getValue())));
        Set<String> differences = new TreeSet<>();
        for (JsonNode wanted : contract()) {
            String name = wanted.path("operation").asText();
            if (!name.contains(HEALTH)) {
                Optional.ofNullable(ours.get(name))
                        .ifPresentOrElse(
                                found -> new Comparison(document, name, differences).compare(wanted, found),
                                () -> differences.add(name));
            }
        }
        Set<String> allowed =
                Stream.concat(MISSING.stream(), DECIDED.stream()).collect(Collectors.toCollection(TreeSet::new));

        assertThat(differences).containsExactlyInAnyOrderElementsOf(allowed);
    }

    /** The page has a row for each operation, which says whether it is missing. */
    @Test
    void isTheTableOfThePage() throws IOException {
        Map<String, String> page = new TreeMap<>();
        ROW.matcher(Files.readString(Path.of("docs", "compatibility.md")))
                .results()
                .forEach(row -> page.put(row.group(1).replaceAll("\\{\\w+}", "{}"), row.group(2)));
        Map<String, String> expected = new TreeMap<>();
        contract()
                .valueStream()
                .map(each -> each.path("operation").asText())
                .filter(name -> !name.startsWith("HEAD "))
                .forEach(name -> expected.put(name, MISSING.contains(name) ? "missing" : "yes"));

        assertThat(page).isEqualTo(expected);
    }

    @Test
    void knowsAll41Operations() throws IOException {
        assertThat(contract()
                        .valueStream()
                        .filter(each -> !each.path("operation").asText().startsWith("HEAD ")))
                .hasSize(41);
    }

    private static JsonNode contract() throws IOException {
        return new ObjectMapper().readTree(ContractTest.class.getResource("/contract/operations.json"));
    }

    private record Comparison(JsonNode document, String name, Set<String> differences) {

        void compare(JsonNode wanted, JsonNode found) {
            List<String> parameters = found.path("parameters")
                    .valueStream()
                    .map(each -> each.path("name").asText())
                    .toList();
            wanted.path("query")
                    .valueStream()
                    .map(JsonNode::asText)
                    .filter(parameter -> !parameters.contains(parameter))
                    .forEach(parameter -> add("query " + parameter));
            wanted.path("statuses")
                    .valueStream()
                    .map(JsonNode::asText)
                    .filter(status -> !found.path("responses").has(status))
                    .forEach(status -> add("status " + status));
            JsonNode body = found.at("/requestBody/content/application~1json/schema");
            wanted.path("body").propertyStream().forEach(member -> {
                if (!property(body, member.getKey())) {
                    add("body " + member.getKey());
                }
            });
            required(body)
                    .filter(member -> !wanted.path("body").path(member).asBoolean())
                    .forEach(member -> add("body requires " + member));
            JsonNode answer = found.path("responses")
                    .propertyStream()
                    .filter(each -> each.getKey().startsWith("2"))
                    .map(each -> each.getValue().at("/content/application~1json/schema"))
                    .findFirst()
                    .orElseThrow();
            compareAnswer("answer", wanted.path("answer"), answer);
            compareAnswer("item", wanted.path("item"), resolved(answer).at("/properties/data/items"));
        }

        private void compareAnswer(String what, JsonNode wanted, JsonNode found) {
            Set<String> required = required(found).collect(Collectors.toSet());
            wanted.propertyStream().forEach(member -> {
                if (!property(found, member.getKey())) {
                    add(what + " " + member.getKey());
                } else if (member.getValue().asBoolean() && !required.contains(member.getKey())) {
                    add(what + " may lack " + member.getKey());
                }
            });
        }

        private boolean property(JsonNode schema, String member) {
            return resolved(schema).path("properties").has(member);
        }

        private Stream<String> required(JsonNode schema) {
            return resolved(schema).path("required").valueStream().map(JsonNode::asText);
        }

        private JsonNode resolved(JsonNode schema) {
            String reference = schema.path("$ref").asText();
            return reference.isEmpty() ? schema : document.at(reference.substring(1));
        }

        private void add(String difference) {
            differences.add(name + ": " + difference);
        }
    }
}
