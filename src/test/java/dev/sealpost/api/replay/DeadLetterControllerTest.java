package dev.sealpost.api.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.api.ApiClient.Answer;
import dev.sealpost.api.ApiTestBase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeadLetterControllerTest extends ApiTestBase {

    private String endpoint = "";
    private String path = "";

    @BeforeEach
    void insertDeadLetters() {
        endpoint = createEndpoint("e");
        path = "/app/" + app + "/dead-letter";
        insert(1, "order.created", "dead");
        insert(2, "user.created", "dead");
        insert(3, "user.created", "cancelled");
        insert(4, "user.created", "dead");
    }

    private void insert(int number, String type, String ending) {
        String id = "letter-" + number + "-" + app;
        String application = applicationId();
        database.change(sql -> {
            sql.sql("""
                            INSERT INTO event (id, application_id, type, content_type, payload, created_at,
                                broker_message_id, destinations)
                            VALUES (?, ?, ?, 'application/json', ?, 0, 1, ?)
                            """)
                    .params(id, application, type, new byte[] {'{', '}'}, endpoint)
                    .update();
            return sql.sql("""
                            INSERT INTO ended_delivery (event_id, destination_id, application_id, cycle, ending, reason,
                                ended_at)
                            VALUES (?, ?, ?, 2, ?, 'schedule exhausted', ?)
                            """)
                    .params(id, endpoint, application, ending, 1_000L * number)
                    .update();
        });
    }

    @Test
    void listsTheDeadOnesNewestFirst() {
        Answer list = api.get(path);

        assertThat(list.json().at("/data")).hasSize(3);
        assertThat(list.text("/data/0/msgId")).isEqualTo("letter-4-" + app);
        assertThat(list.text("/data/2/endpointId")).isEqualTo(endpoint);
        assertThat(list.text("/data/2/eventType")).isEqualTo("order.created");
        assertThat(list.text("/data/2/reason")).isEqualTo("schedule exhausted");
        assertThat(list.text("/data/2/timestamp")).isEqualTo("1970-01-01T00:00:01Z");
        assertThat(list.json().at("/data/2/cycle").intValue()).isEqualTo(2);
        assertThat(api.get(path + "?event_types=order.created").json().at("/data"))
                .hasSize(1);
        assertThat(api.get(path + "?endpoint_id=e&after=1970-01-01T00:00:02Z")
                        .json()
                        .at("/data"))
                .hasSize(1);
        assertThat(api.get(path + "?endpoint_id=x").status()).isEqualTo(404);
    }

    @Test
    void goesOnWhereAPageEnded() {
        Answer first = api.get(path + "?limit=2");
        Answer second = api.get(path + "?limit=2&iterator=" + first.text("/iterator"));

        assertThat(first.json().at("/done").asBoolean(true)).isFalse();
        assertThat(second.json().at("/data")).hasSize(1);
        assertThat(second.text("/data/0/msgId")).isEqualTo("letter-1-" + app);
        assertThat(second.json().at("/done").asBoolean()).isTrue();
    }

    @Test
    void losesOneThatIsSentAgain() {
        api.post("/app/" + app + "/msg/letter-1-" + app + "/endpoint/e/resend", "");

        assertThat(api.get(path).json().at("/data")).hasSize(2);
    }

    @Test
    void ordersTheRedriveOfAllOrSome() {
        Answer all = api.post(path + "/redrive", "{}");
        Answer some = api.post(path + "/redrive", "{\"endpointId\":\"e\",\"eventTypes\":[\"user.*\"]}");

        assertThat(all.status()).isEqualTo(202);
        assertThat(all.text("/task")).isEqualTo("dead-letter.redrive");
        assertThat(all.json().at("/data/endpointId").isMissingNode()).isTrue();
        assertThat(some.text("/data/endpointId")).isEqualTo(endpoint);
        assertThat(some.text("/data/eventTypes/0")).isEqualTo("user.*");
        assertThat(api.post(path + "/redrive", "{\"endpointId\":\"x\"}").status())
                .isEqualTo(404);
        assertThat(api.post(path + "/redrive", "{\"since\":\"2000-01-01T00:00:00Z\"}")
                        .text("/detail/0/pointer"))
                .isEqualTo("/since");
    }
}
