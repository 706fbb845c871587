package dev.sealpost.api.eventtype;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.sealpost.api.ApiClient.Answer;
import dev.sealpost.api.ApiTestBase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EventTypeApiTest extends ApiTestBase {

    private String type;
    private String path;

    @BeforeEach
    void name() {
        type = app + ".created";
        path = "/event-type/" + type;
    }

    private Answer create(String members) {
        return api.post("/event-type", "{\"name\":\"" + type + "\",\"description\":\"d\"" + members + "}");
    }

    private Answer post(String payload) {
        return api.post("/app/" + app + "/msg", "{\"eventType\":\"" + type + "\",\"payload\":" + payload + "}");
    }

    @Test
    void createsChangesArchivesAndExpunges() {
        assertThat(create("").status()).isEqualTo(201);
        assertThat(create("").status()).isEqualTo(409);
        assertThat(api.send("PUT", path, "{\"description\":\"e\",\"groupName\":\"g\"}")
                        .status())
                .isEqualTo(200);
        assertThat(api.send("PATCH", path, "{\"deprecated\":true,\"featureFlags\":[\"beta\"]}")
                        .status())
                .isEqualTo(200);
        Answer shown = api.get(path);
        assertThat(shown.text("/description")).isEqualTo("e");
        assertThat(shown.text("/groupName")).isEqualTo("g");
        assertThat(shown.text("/featureFlag")).isEqualTo("beta");
        assertThat(shown.json().path("deprecated").asBoolean()).isTrue();

        assertThat(api.delete(path).status()).isEqualTo(204);
        assertThat(api.get(path).json().path("archived").asBoolean()).isTrue();
        assertThat(create("").status()).as("an archived one comes back").isEqualTo(201);
        assertThat(api.get(path).json().path("archived").asBoolean()).isFalse();
        assertThat(api.delete(path + "?expunge=true").status()).isEqualTo(204);
        assertThat(api.get(path).status()).isEqualTo(404);
        assertThat(api.send("PUT", path, "{\"description\":\"new\"}").status()).isEqualTo(201);
    }

    @Test
    void canBeSentBackAsItWasShown() {
        create(",\"schemas\":{\"1\":{\"type\":\"object\"}},\"schemaMode\":\"warn\",\"featureFlags\":[\"a\",\"b\"]");
        String shown = api.get(path).body();

        Answer put = api.send("PUT", path, shown);

        assertThat(put.status()).isEqualTo(200);
        assertThat(put.json().path("schemas")).isEqualTo(api.get(path).json().path("schemas"));
        assertThat(put.json().path("featureFlags")).hasSize(2);
        assertThat(put.text("/schemaMode")).isEqualTo("warn");
    }

    @Test
    void refusesAMessageThatDoesNotFit() {
        create(",\"schemaMode\":\"reject\",\"schemas\":{\"1\":{\"type\":\"object\",\"required\":[\"id\"],"
                + "\"properties\":{\"id\":{\"type\":\"integer\"},\"at\":{\"type\":\"string\",\"format\":\"date\"}}}}");

        Answer refused = post("{\"id\":\"x\",\"at\":\"never\"}");

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.json().path("detail")).hasSize(2);
        assertThat(refused.json().at("/detail/0/loc").toString()).isEqualTo("[\"body\",\"payload\",\"id\"]");
        assertThat(post("{\"id\":1}").status()).isEqualTo(202);
        api.send("PATCH", path, "{\"schemaMode\":\"warn\"}");
        assertThat(post("{}").status()).isEqualTo(202);
    }

    @Test
    void refusesUnknownTypesIfTheApplicationWantsIt() {
        api.send("PATCH", "/app/" + app, "{\"unknownEventTypes\":\"refuse\"}");
        assertThat(post("{}").text("/detail/0/pointer")).isEqualTo("/eventType");

        create("");

        assertThat(post("{}").status()).isEqualTo(202);
    }

    @Test
    void namesWhatIsWrongInASchema() {
        Answer answer = create(",\"schemas\":{\"1\":{\"type\":\"objekt\"},\"x\":{}},\"schemaMode\":\"strict\"");

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.json().path("detail").findValuesAsText("pointer"))
                .contains("/schemas/1/type", "/schemas/x", "/schemaMode");
    }

    @Test
    void listsWithoutArchivedOnesAndWithoutSchemasUnlessAsked() {
        create(",\"schemas\":{\"1\":{}}");
        assertThat(find("").has("schemas")).isFalse();
        assertThat(find("&with_content=true").has("schemas")).isTrue();

        api.delete(path);

        assertThat(find("").isMissingNode()).isTrue();
        assertThat(find("&include_archived=true").path("archived").asBoolean()).isTrue();
    }

    private JsonNode find(String query) {
        for (var each : api.get("/event-type?limit=250" + query).json().path("data")) {
            if (each.path("name").asText().equals(type)) {
                return each;
            }
        }
        return MissingNode.getInstance();
    }

    @Test
    void makesAnExample() {
        create(",\"schemas\":{\"1\":{\"const\":1},\"2\":{\"const\":2}}");

        assertThat(api.get(path + "/example").body()).isEqualTo("{\"payload\":2}");
        assertThat(api.get(path + "/example?version=1").body()).isEqualTo("{\"payload\":1}");
        assertThat(api.get(path + "/example?version=3").status()).isEqualTo(404);
    }

    @Test
    void importsAnOpenApiDocumentInJsonOrYaml() {
        String yaml = "openapi: 3.1.0\\nwebhooks:\\n  " + type
                + ":\\n    post:\\n      description: from yaml\\n      requestBody:\\n        content:\\n          application/json:\\n"
                + "            schema:\\n              type: object\\n";
        Answer dry = api.post("/event-type/import/openapi", "{\"dryRun\":true,\"specRaw\":\"" + yaml + "\"}");
        assertThat(dry.text("/data/to_modify/0/name")).isEqualTo(type);
        assertThat(api.get(path).status()).isEqualTo(404);

        Answer done = api.post("/event-type/import/openapi", "{\"specRaw\":\"" + yaml + "\"}");

        assertThat(done.text("/data/modified/0")).isEqualTo(type);
        assertThat(api.get(path).text("/description")).isEqualTo("from yaml");
        assertThat(api.get(path).text("/schemas/1/type")).isEqualTo("object");
        assertThat(api.post("/event-type/import/openapi", "{}").status()).isEqualTo(422);
        assertThat(api.post("/event-type/import/openapi", "{\"specRaw\":\"a: [\"}")
                        .text("/detail/0/msg"))
                .contains("line");
    }
}
