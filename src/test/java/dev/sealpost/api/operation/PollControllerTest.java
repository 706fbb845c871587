package dev.sealpost.api.operation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sealpost.api.ApiClient.Answer;
import dev.sealpost.api.ApiTestBase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class PollControllerTest extends ApiTestBase {

    @BeforeEach
    void aPollThatHasCaughtUp() {
        writes.write(sql -> sql.sql("DELETE FROM poll").update());
        writes.write(sql -> sql.sql("""
                        INSERT INTO poll (name, reached, moved_at, holder, held_until, started_at, caught_up_at, pages, events,
                            total, page_at)
                        VALUES ('contacts', 'page 7', 7000, 'node_1/x', 0, 1000, 7000, 7, 70, 71, 7000)
                        """).update());
    }

    @Test
    void showsCursorAndProgress() {
        Answer answer = api.get("/poll");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().at("/data/0"))
                .isEqualTo(api.get("/poll/contacts").json());
        assertThat(answer.json().at("/data/0").toString())
                .isEqualTo(
                        "{\"name\":\"contacts\",\"state\":\"live\",\"cursor\":\"page 7\",\"movedAt\":\"1970-01-01T00:00:07Z\","
                                + "\"backfill\":{\"number\":1,\"startedAt\":\"1970-01-01T00:00:01Z\","
                                + "\"endedAt\":\"1970-01-01T00:00:07Z\",\"pages\":7,\"events\":70,\"total\":71,"
                                + "\"lastPageAt\":\"1970-01-01T00:00:07Z\"},\"node\":\"node_1\"}");
    }

    @Test
    void setsTheCursorAndLogsIt(CapturedOutput output) {
        Answer answer = api.send("PUT", "/poll/contacts/cursor", "{\"cursor\":\"page 2\",\"expected\":\"page 7\"}");

        assertThat(answer.status()).isEqualTo(200);
        JsonNode poll = answer.json();
        assertThat(poll.path("cursor").asText()).isEqualTo("page 2");
        assertThat(poll.path("state").asText()).isEqualTo("backfilling");
        assertThat(poll.at("/backfill/number").asInt()).isEqualTo(2);
        assertThat(output).contains("poll.cursor-set poll=contacts").contains("from=\"page 7\" to=\"page 2\"");

        assertThat(api.send("PUT", "/poll/contacts/cursor", "{\"cursor\":null}")
                        .json()
                        .has("cursor"))
                .isFalse();
    }

    @Test
    void refusesWhatIsNotThereOrNotAsExpected() {
        assertThat(api.get("/poll/others").status()).isEqualTo(404);
        assertThat(api.send("PUT", "/poll/others/cursor", "{\"cursor\":\"1\"}").status())
                .isEqualTo(404);
        assertThat(api.send("PUT", "/poll/contacts/cursor", "{}").status()).isEqualTo(422);
        assertThat(api.send("PUT", "/poll/contacts/cursor", "{\"cursor\":7}").status())
                .isEqualTo(422);
        Answer conflict = api.send("PUT", "/poll/contacts/cursor", "{\"cursor\":\"1\",\"expected\":\"page 6\"}");
        assertThat(conflict.status()).isEqualTo(409);
        assertThat(conflict.body()).contains("read it again");
        assertThat(api.send("PUT", "/poll/contacts/cursor", "{\"cursor\":\"1\",\"expected\":null}")
                        .status())
                .as("not at the start of the list")
                .isEqualTo(409);
        assertThat(api.get("/poll/contacts").json().path("cursor").asText()).isEqualTo("page 7");
    }
}
