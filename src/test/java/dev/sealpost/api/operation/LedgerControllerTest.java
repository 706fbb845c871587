package dev.sealpost.api.operation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sealpost.api.ApiClient.Answer;
import dev.sealpost.api.ApiTestBase;
import dev.sealpost.api.FakeInTransit;
import dev.sealpost.application.ApplicationId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class LedgerControllerTest extends ApiTestBase {

    @Autowired
    FakeInTransit inTransit;

    @AfterEach
    void forget() {
        inTransit.inFlight.clear();
        inTransit.alone = true;
        writes.write(sql -> sql.sql("DELETE FROM ledger").update());
        writes.write(sql -> sql.sql("DELETE FROM due_delivery").update());
    }

    private void counted(String node, int owed, int delivered) {
        writes.write(sql ->
                sql.sql("""
                        INSERT INTO ledger (node, application_id, day, matched, unmatched, duplicates, conflicts, owed,
                            delivered, dead, expired, cancelled)
                        VALUES (?, ?, 1, 5, 2, 1, 0, ?, ?, 1, 0, 2)
                        """).params(node, applicationId(), owed, delivered).update());
    }

    private void aWaitingRow(String event) {
        writes.write(sql -> sql.sql(
                        "INSERT INTO due_delivery (event_id, destination_id, application_id, cycle, attempt_number, triggered_by,"
                                + " due_at, reason, fault_count, lease_count)"
                                + " VALUES (?, 'ep_1', ?, 1, 1, 'scheduled', 0, 'retry', 0, 0)")
                .params(event, applicationId())
                .update());
    }

    /** Fault 57: a row is waiting, which is not to say that its time has come. */
    @Test
    void balancesWhatAnApplicationIsOwedOverAllNodes() {
        counted("node_1", 10, 3);
        counted("node_2", 4, 3);
        aWaitingRow("msg_1");
        inTransit.inFlight.put(new ApplicationId(applicationId()), 1L);

        Answer answer = api.get("/app/" + app + "/ledger");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body())
                .isEqualTo("{\"applicationId\":\"" + applicationId()
                        + "\",\"events\":{\"matched\":10,\"unmatched\":4,\"duplicates\":2,\"conflicts\":0},"
                        + "\"deliveries\":{\"owed\":14,\"delivered\":6,\"dead\":2,\"expired\":0,\"cancelled\":4,"
                        + "\"pending\":2,\"waiting\":1,\"inFlight\":1,\"difference\":0,\"balanced\":true}}");
    }

    @Test
    void saysByHowMuchItDoesNotBalance() {
        counted("node_1", 10, 3);

        JsonNode deliveries = api.get("/app/" + app + "/ledger").json().at("/deliveries");

        assertThat(deliveries.at("/difference").asLong()).isEqualTo(4);
        assertThat(deliveries.at("/balanced").asBoolean(true)).isFalse();
    }

    @Test
    void claimsNothingOfADifferenceThatOtherNodesMayHaveInFlight() {
        counted("node_1", 10, 3);
        inTransit.alone = false;

        JsonNode deliveries = api.get("/app/" + app + "/ledger").json().at("/deliveries");

        assertThat(deliveries.at("/difference").asLong()).isEqualTo(4);
        assertThat(deliveries.has("balanced")).isFalse();
    }

    @Test
    void addsUpAllApplicationsAndWhatIsInTheBroker() {
        counted("node_1", 6, 3);

        JsonNode all = api.get("/ledger").json();

        assertThat(all.at("/total/events/waiting").asLong()).isEqualTo(4);
        assertThat(all.at("/total/events/parked").asLong()).isEqualTo(2);
        assertThat(all.at("/total/events/accepted").asLong()).isEqualTo(4 + 5 + 2);
        assertThat(all.at("/total/deliveries/balanced").asBoolean()).isTrue();
        assertThat(all.at("/applications/data")).hasSize(1);
        assertThat(all.at("/applications/data/0/applicationId").asText()).isEqualTo(applicationId());
        assertThat(all.at("/applications/done").asBoolean()).isTrue();
    }

    @Test
    void listsApplicationsInPages() {
        counted("node_1", 6, 3);
        inTransit.inFlight.put(new ApplicationId("app_a"), 1L);
        inTransit.inFlight.put(new ApplicationId("app_b"), 1L);

        JsonNode first = api.get("/ledger?limit=2&order=descending").json();
        JsonNode second = api.get("/ledger?limit=2&iterator="
                        + first.at("/applications/iterator").asText())
                .json();

        assertThat(first.at("/applications/data").findValuesAsText("applicationId"))
                .containsExactly("app_b", "app_a");
        assertThat(second.at("/applications/data").findValuesAsText("applicationId"))
                .containsExactly(applicationId());
    }

    @Test
    void hasNoLedgerOfAnApplicationThatIsNotThere() {
        assertThat(api.get("/app/nobody/ledger").status()).isEqualTo(404);
    }
}
