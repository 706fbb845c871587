package dev.sealpost.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FindingControllerTest extends ApiTestBase {

    @BeforeEach
    void twoFindings() {
        sql.sql("DELETE FROM ledger_finding").update();
        sql.sql("""
                        INSERT INTO ledger_finding VALUES
                            ('find_1', 'delivery-missing', 'app_1', 'msg_1', 'ep_1', NULL, NULL, NULL, 'no row', 1000),
                            ('find_2', 'sequence-missing', NULL, NULL, NULL, 'node_1', 3, 4, 'no event', 2000)
                        """).update();
    }

    @Test
    void listsWhatIsMissingNewestFirst() {
        JsonNode list = api.get("/ledger/finding").json();

        assertThat(list.at("/data").toString())
                .isEqualTo("[{\"id\":\"find_2\",\"kind\":\"sequence-missing\",\"run\":\"node_1\",\"firstSequence\":3,"
                        + "\"lastSequence\":4,\"detail\":\"no event\",\"foundAt\":\"1970-01-01T00:00:02Z\"},"
                        + "{\"id\":\"find_1\",\"kind\":\"delivery-missing\",\"applicationId\":\"app_1\","
                        + "\"msgId\":\"msg_1\",\"endpointId\":\"ep_1\",\"detail\":\"no row\","
                        + "\"foundAt\":\"1970-01-01T00:00:01Z\"}]");
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
}
