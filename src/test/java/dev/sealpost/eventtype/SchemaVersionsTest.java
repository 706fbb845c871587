package dev.sealpost.eventtype;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sealpost.event.InvalidFieldsException;
import dev.sealpost.event.Violation;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Schemas as users write them, their examples, and those in OpenAPI documents. */
class SchemaVersionsTest {

    private static JsonNode json(String text) throws Exception {
        return new ObjectMapper().readTree(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[]                                               | /schemas               | object",
                "{\"v1\":{}}                                      | /schemas/v1            | whole number",
                "{\"1\":7}                                        | /schemas/1             | a JSON Schema is expected",
                "{\"1\":{\"type\":\"objekt\"}}                    | /schemas/1/type        | ",
                "{\"1\":{\"properties\":{\"a\":{\"minLength\":-1}}}} | /schemas/1/properties/a/minLength | ",
                "{\"1\":{\"pattern\":\"(\"}}                      | /schemas/1/pattern     | ",
                "{\"1\":{\"$ref\":\"https://example.com/s.json\"}} | /schemas/1            | is not followed",
                "{\"1\":{\"$ref\":\"file:///etc/passwd\"}}        | /schemas/1             | is not followed",
                "{\"1\":{\"$ref\":\"classpath:application.yaml\"}} | /schemas/1            | ",
                "{\"1\":{\"$ref\":\"#/$defs/none\"}}              | /schemas/1             | ",
                "{\"1\":{\"$schema\":\"https://example.com/x\"}}  | /schemas/1             | drafts"
            })
    void namesWhatIsWrong(String schemas, String pointer, String reason) throws Exception {
        List<Violation> violations = new ArrayList<>();

        SchemaVersions.read(json(schemas), "/schemas", violations);

        assertThat(violations).isNotEmpty();
        assertThat(violations.getFirst().pointer()).isEqualTo(pointer);
        if (reason != null) {
            assertThat(violations.getFirst().message()).contains(reason);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://json-schema.org/draft-04/schema#",
                "http://json-schema.org/draft-06/schema#",
                "http://json-schema.org/draft-07/schema#",
                "https://json-schema.org/draft/2019-09/schema",
                "https://json-schema.org/draft/2020-12/schema"
            })
    void knowsEachDraft(String draft) throws Exception {
        List<Violation> violations = new ArrayList<>();

        SchemaVersions read = SchemaVersions.read(
                json("{\"1\":{\"$schema\":\"" + draft + "\",\"type\":\"object\"}}"), "", violations);

        assertThat(violations).isEmpty();
        assertThat(CompiledSchema.of(read.latest().orElseThrow()).check(json("[]"), ""))
                .hasSize(1);
        assertThat(CompiledSchema.of(read.latest().orElseThrow()).check(json("{}"), ""))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"object\",\"required\":[\"id\",\"at\"],\"properties\":{\"id\":{\"type\":\"integer\",\"minimum\":5},"
                        + "\"at\":{\"type\":\"string\",\"format\":\"date-time\"},\"mail\":{\"type\":\"string\",\"format\":\"email\"}}}",
                "{\"type\":\"array\",\"minItems\":2,\"items\":{\"type\":[\"number\",\"null\"]}}",
                "{\"$ref\":\"#/$defs/a\",\"$defs\":{\"a\":{\"enum\":[\"x\",\"y\"]}}}",
                "{\"oneOf\":[{\"type\":\"object\",\"required\":[\"kind\"],\"properties\":{\"kind\":{\"const\":\"a\"}}}]}",
                "{\"allOf\":[{\"type\":\"object\",\"required\":[\"a\"],\"properties\":{\"a\":{\"type\":\"boolean\"}}}],"
                        + "\"properties\":{\"b\":{\"type\":\"string\",\"minLength\":9}}}",
                "{\"type\":\"string\",\"format\":\"uuid\"}",
                "{\"type\":\"object\",\"properties\":{\"self\":{\"$ref\":\"#\"}}}"
            })
    void makesAnExampleThatFits(String schema) throws Exception {
        JsonNode parsed = json(schema);

        JsonNode example = ExampleOfSchema.of(parsed);

        assertThat(CompiledSchema.of(parsed).check(example, "")).isEmpty();
    }

    @Test
    void takesTheExampleOfTheSchema() throws Exception {
        assertThat(ExampleOfSchema.of(json("{\"type\":\"object\",\"examples\":[{\"id\":7}]}")))
                .isEqualTo(json("{\"id\":7}"));
    }

    @Test
    void findsTheWebhooksOfAnOpenApiDocument() throws Exception {
        JsonNode document = json("""
                {"openapi": "3.1.0", "info": {"title": "t", "version": "1"},
                 "webhooks": {"order.created": {"post": {"summary": "An order", "tags": ["orders"], "deprecated": true,
                   "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Order"}}}}}}},
                 "x-webhooks": {"order.deleted": {"post": {"description": "Gone"}}},
                 "components": {"schemas": {
                   "Order": {"type": "object", "required": ["total"], "properties": {"total": {"$ref": "#/components/schemas/Money"}}},
                   "Money": {"type": "integer"}, "Other": {"type": "string"}}}}""");

        List<Imported> found = ReadOpenApi.read(document, "/spec");

        assertThat(found).extracting(type -> type.type().name()).containsExactly("order.created", "order.deleted");
        assertThat(found.getFirst().details().description()).isEqualTo("An order");
        assertThat(found.getFirst().details().group()).contains("orders");
        assertThat(found.getFirst().deprecated()).isTrue();
        assertThat(found.getLast().schema()).isEmpty();
        JsonNode schema = found.getFirst().schema().orElseThrow();
        assertThat(schema.toString()).doesNotContain("components", "Other");
        assertThat(CompiledSchema.of(schema).check(json("{\"total\":\"1\"}"), ""))
                .extracting(Violation::pointer)
                .containsExactly("/total");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}                                       | /spec",
                "{\"webhooks\":{\"a b\":{\"post\":{}}}}   | /spec/webhooks/a b",
                "{\"webhooks\":{\"a\":{\"get\":{}}}}      | /spec/webhooks/a",
                "{\"webhooks\":{\"a\":{\"post\":{\"requestBody\":{\"content\":{\"application/json\":{\"schema\":{\"type\":\"x\"}}}}}}}} | /spec/webhooks/a/type"
            })
    void namesWhatCannotBeImported(String document, String pointer) {
        assertThatThrownBy(() -> ReadOpenApi.read(json(document), "/spec"))
                .isInstanceOfSatisfying(
                        InvalidFieldsException.class,
                        e -> assertThat(e.violations().getFirst().pointer()).isEqualTo(pointer));
    }
}
