package dev.sealpost.api.operation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sealpost.api.ApiClient;
import dev.sealpost.api.ApiTestBase;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FindingControllerTest extends ApiTestBase {

    @BeforeEach
    void twoFindings() {
        writes.write(sql -> sql.sql("DELETE FROM ledger_finding").update());
        writes.write(sql -> sql.sql("""
                        INSERT INTO ledger_finding (id, kind, application_id, event_id, destination_id, producer_run,
                            first_sequence, last_sequence, detail, found_at) VALUES
                            ('find_1', 'delivery-missing', 'app_1', 'msg_1', 'ep_1', NULL, NULL, NULL, 'no row', 1000),
                            ('find_2', 'sequence-missing', NULL, NULL, NULL, 'node_1', 3, 4, 'no event', 2000)
                        """).update());
    }

    @Test
    void listsWhatIsMissingNewestFirst() {
        JsonNode list = api.get("/ledger/finding").json();

        assertThat(list.at("/data").toString())
                .isEqualTo("[{\"id\":\"find_2\",\"kind\":\"sequence-missing\",\"run\":\"node_1\",\"firstSequence\":3,"
                        + "\"lastSequence\":4,\"detail\":\"no event\",\"foundAt\":\"1970-01-01T00:00:02Z\",\"status\":\"open\"},"
                        + "{\"id\":\"find_1\",\"kind\":\"delivery-missing\",\"applicationId\":\"app_1\","
                        + "\"msgId\":\"msg_1\",\"endpointId\":\"ep_1\",\"detail\":\"no row\","
                        + "\"foundAt\":\"1970-01-01T00:00:01Z\",\"status\":\"open\"}]");
        assertThat(list.at("/done").asBoolean()).isTrue();
    }

    @Test
    void listsFindingsInPages() {
        JsonNode first = api.get("/ledger/finding?limit=1").json();
        JsonNode second = api.get("/ledger/finding?limit=1&iterator="
                        + first.at("/iterator").asText())
                .json();

        assertThat(first.at("/data/0/id").asText()).isEqualTo("find_2");
        assertThat(second.at("/data/0/id").asText()).isEqualTo("find_1");
    }

    @Test
    void forgetsWhatSomebodyHasLookedInto() {
        assertThat(api.delete("/ledger/finding/find_1").status()).isEqualTo(204);

        assertThat(api.get("/ledger/finding").json().at("/data")).hasSize(1);
        assertThat(api.delete("/ledger/finding/find_1").status()).isEqualTo(404);
    }

    @Test
    void keepsAClosedOneInTheListWithWhoAndWhen() {
        ApiClient.Answer closed = api.post(
                "/ledger/finding/find_1/close", "{\"by\": \"anna\", \"note\": \"the row was deleted by hand\"}");

        assertThat(closed.status()).isEqualTo(200);
        assertThat(closed.json().at("/status").asText()).isEqualTo("closed");
        assertThat(closed.json().at("/closedBy").asText()).isEqualTo("anna");
        assertThat(closed.json().at("/note").asText()).isEqualTo("the row was deleted by hand");
        assertThat(Instant.parse(closed.json().at("/closedAt").asText())).isBeforeOrEqualTo(Instant.now());
        assertThat(api.get("/ledger/finding?status=closed").json().at("/data")).containsExactly(closed.json());
        assertThat(api.get("/ledger/finding?status=open").json().findValuesAsText("id"))
                .containsExactly("find_2");
        assertThat(api.get("/ledger/finding").json().at("/data")).hasSize(2);
    }

    @Test
    void keepsTheFirstClosing() {
        api.post("/ledger/finding/find_1/close", "{}");

        ApiClient.Answer again = api.post("/ledger/finding/find_1/close", "{\"by\": \"bert\"}");

        assertThat(again.status()).isEqualTo(200);
        assertThat(again.json().at("/closedBy").asText()).isEqualTo("api-token");
    }

    @Test
    void refusesWhatCannotBeAClosing() {
        assertThat(api.post("/ledger/finding/find_9/close", "{}").status()).isEqualTo(404);
        assertThat(api.get("/ledger/finding?status=gone").status()).isEqualTo(422);
        ApiClient.Answer wrong =
                api.post("/ledger/finding/find_1/close", "{\"by\": \"\", \"note\": \"" + "x".repeat(1025) + "\"}");

        assertThat(wrong.status()).isEqualTo(422);
        assertThat(wrong.body()).contains("/by", "1 to 256", "/note", "1 to 1024");
    }
}
