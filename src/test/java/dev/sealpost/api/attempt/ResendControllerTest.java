package dev.sealpost.api.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.api.ApiClient.Answer;
import dev.sealpost.api.ApiTestBase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ResendControllerTest extends ApiTestBase {

    private String endpoint = "";

    @BeforeEach
    public void createEndpoint() {
        endpoint = createEndpoint("e");
    }

    private Answer resend(String message, String to) {
        return api.post("/app/" + app + "/msg/" + message + "/endpoint/" + to + "/resend", "");
    }

    private String aKeptEvent(String name, String destinations) {
        String id = name + "-" + app;
        String application = applicationId();
        database.change(sql -> sql.sql("""
                        INSERT INTO event (id, application_id, type, uid, content_type, payload, created_at,
                            broker_message_id, destinations)
                        VALUES (?, ?, 'a', ?, 'application/json', ?, 0, 1, ?)
                        """)
                .params(id, application, "uid-" + name, new byte[] {'{', '}'}, destinations)
                .update());
        return id;
    }

    private void anAttempt(String event) {
        String application = applicationId();
        database.change(sql -> sql.sql("""
                        INSERT INTO attempt (event_id, destination_id, cycle, number, application_id, outcome, started_at,
                            duration, triggered_by)
                        VALUES (?, ?, 1, 1, ?, 'succeeded', 1000, 12, 'scheduled')
                        """).params(event, endpoint, application).update());
    }

    private long due(String event) {
        return sql.sql("SELECT COUNT(*) FROM due_delivery WHERE event_id = ? AND triggered_by = 'manual'")
                .param(event)
                .query(Long.class)
                .single();
    }

    @Test
    void takesAnIdOrAUidAndAnswers202WithNothing() {
        String event = aKeptEvent("one", endpoint);
        anAttempt(event);

        Answer byId = resend(event, endpoint);
        Answer byUid = resend("uid-one", "e");

        assertThat(byId.status()).isEqualTo(202);
        assertThat(byId.body()).isEqualTo("{}");
        assertThat(byUid.status()).isEqualTo(202);
        assertThat(due(event)).isEqualTo(1);
    }

    @Test
    void answers410WhenThePayloadIsGone() {
        String event = "gone-" + app;
        anAttempt(event);

        Answer answer = resend(event, endpoint);

        assertThat(answer.status()).isEqualTo(410);
        assertThat(answer.text("/code")).isEqualTo("payload_gone");
        assertThat(answer.text("/detail")).contains(event, "payload", "retention");
    }

    @Test
    void answers409WhileTheMessageWaitsInTheBroker() {
        String message = api.post("/app/" + app + "/msg", "{\"eventType\":\"a\",\"payload\":{}}")
                .text("/id");

        Answer answer = resend(message, endpoint);

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.text("/detail")).contains("broker");
    }

    @Test
    void answers404ForWhatIsUnknown() {
        String event = aKeptEvent("two", endpoint);

        assertThat(resend("msg_unknown", endpoint).text("/detail")).contains("message");
        assertThat(resend(event, "ep_unknown").text("/detail")).contains("endpoint");
        assertThat(resend(event, "route:unknown").text("/detail")).contains("route");
        assertThat(resend("not..an:id", endpoint).status()).isEqualTo(404);
        assertThat(api.post("/app/x/msg/" + event + "/endpoint/" + endpoint + "/resend", "")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void doesNotTouchAMessageOfAnotherApplication() {
        String event = aKeptEvent("three", endpoint);
        database.change(sql -> sql.sql("UPDATE event SET application_id = 'app_other' WHERE id = ?")
                .param(event)
                .update());

        assertThat(resend(event, endpoint).status()).isEqualTo(404);
        assertThat(due(event)).isZero();
    }
}
