package dev.sealpost.api.operation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sealpost.api.ApiTestBase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AuditControllerTest extends ApiTestBase {

    private String application;

    @BeforeEach
    void anEndpointThatWasPaused() {
        writes.write(sql -> sql.sql("DELETE FROM audit_entry").update());
        application =
                api.post("/app", "{\"name\": \"Audited\"}").json().at("/id").asText();
        String endpoint = api.post(
                        "/app/" + application + "/endpoint",
                        "{\"url\": \"https://example.com/audited\", \"headers\": {\"Authorization\": \"hush\"}}")
                .json()
                .at("/id")
                .asText();
        api.post("/app/" + application + "/endpoint/" + endpoint + "/pause", "");
    }

    private JsonNode list(String query) {
        return api.get("/audit?application_id=" + application + query).json().at("/data");
    }

    @Test
    void tellsWhoChangedWhatNewestFirst() {
        JsonNode pause = list("").path(0);

        assertThat(pause.at("/action").asText()).isEqualTo("endpoint.pause");
        assertThat(pause.at("/actor/kind").asText()).isEqualTo("token");
        assertThat(pause.at("/actor/id").asText()).isEqualTo("api-token");
        assertThat(pause.at("/actor/address").asText()).isEqualTo("127.0.0.1");
        assertThat(pause.at("/before/paused").asBoolean()).isFalse();
        assertThat(pause.at("/after/paused").asBoolean()).isTrue();
        assertThat(list("").toString()).doesNotContain("hush");
    }

    @Test
    void getsAnEntryByItsId() {
        JsonNode pause = list("").path(0);

        assertThat(api.get("/audit/" + pause.at("/id").asText()).json()).isEqualTo(pause);
        assertThat(api.get("/audit/audit_unknown").status()).isEqualTo(404);
    }

    @Test
    void findsByObjectActionActorAndTime() {
        JsonNode created = list("&action=endpoint.create");
        String endpoint = created.at("/0/objectId").asText();

        assertThat(created).hasSize(1);
        assertThat(list("&object_kind=endpoint&object_id=" + endpoint)).hasSize(2);
        assertThat(list("&object_id=ep_other")).isEmpty();
        assertThat(list("&actor_id=api-token&action=endpoint.pause")).hasSize(1);
        assertThat(list("&actor_id=nobody")).isEmpty();
        assertThat(list("&before=2020-01-01T00:00:00Z")).isEmpty();
        assertThat(list("&after=2020-01-01T00:00:00Z&action=endpoint.create")).hasSize(1);
        assertThat(api.get("/audit?application_id=app_other").json().at("/data"))
                .isEmpty();
    }

    @Test
    void listsInPages() {
        JsonNode first = api.get("/audit?application_id=" + application + "&object_kind=endpoint&limit=1")
                .json();
        JsonNode second = api.get("/audit?application_id=" + application + "&object_kind=endpoint&limit=1&iterator="
                        + first.at("/iterator").asText())
                .json();

        assertThat(first.at("/data/0/action").asText()).isEqualTo("endpoint.pause");
        assertThat(second.at("/data/0/action").asText()).isEqualTo("endpoint.create");
        assertThat(api.get("/audit?limit=0").status()).isEqualTo(422);
        assertThat(api.get("/audit?actions=x").status()).isEqualTo(422);
    }
}
