package dev.sealpost.api.description;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sealpost.api.ApiTestBase;
import dev.sealpost.api.edge.Operation;
import dev.sealpost.api.edge.PublicOperation;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

class OpenApiTest extends ApiTestBase {

    private static final Set<String> METHODS = Set.of("get", "head", "post", "put", "patch", "delete", "options");

    /** Members of a Schema Object that are used here (JSON Schema 2020-12). */
    private static final Set<String> KEYWORDS = Set.of(
            "$ref",
            "type",
            "properties",
            "required",
            "additionalProperties",
            "propertyNames",
            "minProperties",
            "maxProperties",
            "items",
            "minItems",
            "maxItems",
            "uniqueItems",
            "minimum",
            "maximum",
            "minLength",
            "maxLength",
            "pattern",
            "format",
            "enum",
            "anyOf",
            "description",
            "examples",
            "deprecated",
            "readOnly",
            "x-since");

    private static final Set<String> TYPES =
            Set.of("object", "array", "string", "number", "integer", "boolean", "null");

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    private RequestMappingHandlerMapping mapping;

    private JsonNode document;

    @BeforeEach
    void read() {
        document = api.get("/openapi.json").json();
    }

    @Test
    void describesEveryOperationAndNothingElse() {
        Set<String> served = new TreeSet<>();
        mapping.getHandlerMethods()
                .forEach((info, method) -> info.getPatternValues().stream()
                        .filter(path -> path.startsWith("/api/v1/"))
                        .forEach(path -> info.getMethodsCondition()
                                .getMethods()
                                .forEach(http -> served.add(http.name().toLowerCase(Locale.ROOT) + " " + path))));
        Set<String> described = new TreeSet<>();
        operations().forEach((name, operation) -> described.add(name));

        assertThat(described).isEqualTo(served).hasSizeGreaterThan(40);
    }

    @Test
    void saysWhatEachOperationNeeds() {
        mapping.getHandlerMethods().forEach((info, method) -> {
            if (info.getPatternValues().stream().anyMatch(path -> path.startsWith("/api/v1/"))) {
                assertThat(method.hasMethodAnnotation(Operation.class)
                                != method.hasMethodAnnotation(PublicOperation.class))
                        .as("%s has either @Operation or @PublicOperation", method)
                        .isTrue();
            }
        });
        assertThat(operations()).allSatisfy((name, operation) -> {
            assertThat(operation.path("summary").asText()).isNotBlank().doesNotEndWith(".");
            assertThat(operation.has("x-needs")).isNotEqualTo(operation.has("security"));
        });
    }

    @Test
    void givesEachOperationAnIdOfItsOwn() {
        assertThat(operations().values().stream()
                        .map(each -> each.path("operationId").asText()))
                .doesNotHaveDuplicates()
                .allMatch(id -> id.matches("[a-z][A-Za-z]*\\.[a-z][A-Za-z]*"));
    }

    @Test
    void declaresEveryVariableOfAPath() {
        assertThat(operations()).allSatisfy((name, operation) -> {
            List<String> declared = operation
                    .path("parameters")
                    .valueStream()
                    .filter(each -> each.path("in").asText().equals("path"))
                    .map(each -> each.path("name").asText())
                    .toList();
            assertThat(declared)
                    .isEqualTo(DescribeOperation.VARIABLE
                            .matcher(name)
                            .results()
                            .map(found -> found.group(1))
                            .toList());
        });
    }

    @Test
    void refersOnlyToWhatIsThereAndHasNothingElse() {
        List<String> references = document.findValuesAsText("$ref");

        assertThat(references)
                .allSatisfy(reference -> assertThat(
                                document.at(reference.substring(1)).isMissingNode())
                        .as(reference)
                        .isFalse());
        document.at("/components/schemas")
                .fieldNames()
                .forEachRemaining(name -> assertThat(references).contains("#/components/schemas/" + name));
    }

    @Test
    void hasOnlySchemasOfJsonSchema() {
        document.at("/components/schemas")
                .propertyStream()
                .forEach(schema -> check(schema.getKey(), schema.getValue()));
        operations()
                .forEach((name, operation) ->
                        operation.path("parameters").forEach(parameter -> check(name, parameter.path("schema"))));
    }

    private static void check(String where, JsonNode schema) {
        schema.fieldNames()
                .forEachRemaining(key -> assertThat(KEYWORDS).as(where).contains(key));
        Stream.concat(Stream.of(schema.path("type")), schema.path("type").valueStream())
                .filter(JsonNode::isTextual)
                .forEach(type -> assertThat(TYPES).as(where).contains(type.textValue()));
        schema.path("properties").propertyStream().forEach(each -> check(where + "." + each.getKey(), each.getValue()));
        Stream.concat(
                        Stream.of("items", "additionalProperties", "propertyNames")
                                .map(schema::path),
                        schema.path("anyOf").valueStream())
                .filter(JsonNode::isObject)
                .forEach(each -> check(where, each));
        schema.path("required")
                .forEach(name -> assertThat(schema.path("properties").has(name.asText()))
                        .as(where + " has " + name)
                        .isTrue());
    }

    /** Each member of a body that may not be null has an example, so that readers and tests can send it. */
    @Test
    void showsAnExampleOfEachMember() {
        operations()
                .forEach((name, operation) -> resolved(operation.at("/requestBody/content/application~1json/schema"))
                        .path("properties")
                        .propertyStream()
                        .filter(member -> !member.getValue().path("readOnly").asBoolean())
                        .filter(member -> member.getValue().path("type").isTextual())
                        .forEach(member -> assertThat(member.getValue().path("examples"))
                                .as("%s %s", name, member.getKey())
                                .isNotEmpty()));
    }

    @Test
    void describesSuccessAndErrors() {
        assertThat(operations()).allSatisfy((name, operation) -> {
            JsonNode responses = operation.path("responses");
            assertThat(responses.fieldNames()).toIterable().anyMatch(status -> status.startsWith("2"));
            assertThat(responses.has("default")).isTrue();
            responses
                    .propertyStream()
                    .filter(each ->
                            each.getKey().startsWith("2") && !each.getKey().equals("204"))
                    .forEach(each ->
                            assertThat(each.getValue().has("content")).as(name).isTrue());
        });
    }

    @Test
    void isServedWithoutAToken() {
        assertThat(api.send(api.withoutToken("/openapi.json").GET()).status()).isEqualTo(200);
        assertThat(api.send(api.withoutToken("/app").GET()).status()).isEqualTo(401);
    }

    private JsonNode resolved(JsonNode schema) {
        return Optional.of(schema.path("$ref").asText())
                .filter(reference -> !reference.isEmpty())
                .map(reference -> document.at(reference.substring(1)))
                .orElse(schema);
    }

    private Map<String, JsonNode> operations() {
        Map<String, JsonNode> operations = new TreeMap<>();
        document.path("paths")
                .propertyStream()
                .forEach(path -> path.getValue()
                        .propertyStream()
                        .filter(each -> METHODS.contains(each.getKey()))
                        .forEach(each -> operations.put(each.getKey() + " " + path.getKey(), each.getValue())));
        return operations;
    }
}
