package dev.sealpost.api.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.api.ApiClient.Answer;
import dev.sealpost.api.ApiTestBase;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReplayControllerTest extends ApiTestBase {

    private final Instant hourAgo = Instant.now().minus(Duration.ofHours(1));
    private String endpoint = "";

    @BeforeEach
    public void createEndpoint() {
        endpoint = createEndpoint("e");
    }

    private Answer order(String what, String body) {
        return api.post("/app/" + app + "/endpoint/e/" + what, body);
    }

    private String since(Instant time) {
        return "{\"since\":\"" + time + "\"}";
    }

    private static void assertRefused(Answer answer, String pointer, String message) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(422);
        assertThat(answer.text("/detail/0/pointer")).isEqualTo(pointer);
        assertThat(answer.text("/detail/0/msg")).contains(message);
    }

    @Test
    void ordersARecoveryAndShowsIt() {
        Answer ordered = order("recover", since(hourAgo));

        assertThat(ordered.status()).isEqualTo(202);
        assertThat(ordered.text("/id")).matches("qtask_[0-9A-Za-z]{27}");
        assertThat(ordered.text("/status")).isEqualTo("running");
        assertThat(ordered.text("/task")).isEqualTo("endpoint.recover");
        assertThat(ordered.text("/data/appId")).isEqualTo(applicationId());
        assertThat(ordered.text("/data/endpointId")).isEqualTo(endpoint);
        assertThat(ordered.json().at("/data/outcomes")).hasSize(1);
        assertThat(ordered.text("/data/outcomes/0")).isEqualTo("dead");
        assertThat(ordered.json().at("/data/sent").isNumber()).isTrue();
        Answer shown = api.get("/background-task/" + ordered.text("/id"));
        assertThat(shown.status()).isEqualTo(200);
        assertThat(shown.json()).isEqualTo(ordered.json());
        assertThat(api.get("/background-task?limit=250&task=endpoint.recover&status=running")
                        .json()
                        .at("/data"))
                .contains(ordered.json());
        assertThat(api.get("/background-task?limit=250&task=endpoint.replay")
                        .json()
                        .at("/data"))
                .doesNotContain(ordered.json());
    }

    @Test
    void ordersAReplayByTypeAndOutcome() {
        Answer chosen = order(
                "replay",
                "{\"since\":\"" + hourAgo + "\",\"until\":\"" + hourAgo.plusSeconds(60)
                        + "\",\"eventTypes\":[\"order.*\"],\"outcomes\":[\"dead\",\"expired\"]}");
        Answer plain = order("replay", since(hourAgo));
        Answer missing = order("replay-missing", since(hourAgo));

        assertThat(chosen.status()).isEqualTo(202);
        assertThat(chosen.text("/task")).isEqualTo("endpoint.replay");
        assertThat(chosen.text("/data/eventTypes/0")).isEqualTo("order.*");
        assertThat(chosen.json().at("/data/outcomes")).hasSize(2);
        assertThat(plain.json().at("/data/outcomes")).hasSize(4);
        assertThat(missing.text("/data/outcomes/0")).isEqualTo("missing");
    }

    @Test
    void findsTheSameOrderByItsIdempotencyKey() {
        String path = "/app/" + app + "/endpoint/e/recover";

        Answer first = api.postWithKey(path, "k", since(hourAgo));
        Answer again = api.postWithKey(path, "k", since(hourAgo));
        Answer other = api.postWithKey(path, "other", since(hourAgo));

        assertThat(again.text("/id")).isEqualTo(first.text("/id"));
        assertThat(other.text("/id")).isNotEqualTo(first.text("/id"));
    }

    @Test
    void namesTheFieldAndTheBoundOfAWindowItRefuses() {
        Instant now = Instant.now();

        assertRefused(order("recover", "{}"), "/since", "required");
        assertRefused(order("recover", "{\"since\":\"yesterday\"}"), "/since", "a time such as");
        assertRefused(order("recover", since(now.plusSeconds(60))), "/since", "not after now");
        assertRefused(order("recover", since(now.minus(Duration.ofDays(91)))), "/since", "90 days");
        assertRefused(
                order("recover", "{\"since\":\"" + hourAgo + "\",\"until\":\"" + hourAgo.minusSeconds(1) + "\"}"),
                "/until",
                "not before since");
        assertRefused(
                order("recover", "{\"since\":\"" + hourAgo + "\",\"until\":\"" + now.plusSeconds(60) + "\"}"),
                "/until",
                "not after now");
        assertRefused(
                order("replay", "{\"since\":\"" + hourAgo + "\",\"outcomes\":[\"lost\"]}"),
                "/outcomes/0",
                "delivered, dead, expired, cancelled, pending, missing");
        assertRefused(
                order("replay", "{\"since\":\"" + hourAgo + "\",\"eventTypes\":[\"a b\"]}"),
                "/eventTypes/0",
                "event type pattern");
    }

    @Test
    void answers404ForWhatIsUnknown() {
        assertThat(api.post("/app/x/endpoint/e/recover", since(hourAgo)).status())
                .isEqualTo(404);
        assertThat(api.post("/app/" + app + "/endpoint/x/recover", since(hourAgo))
                        .status())
                .isEqualTo(404);
        assertThat(api.get("/background-task/qtask_unknown").text("/detail")).contains("background task");
        assertThat(api.post("/background-task/qtask_unknown/cancel", "").status())
                .isEqualTo(404);
        assertThat(api.get("/background-task?status=lost").status()).isEqualTo(422);
    }

    @Test
    void cancelsWhatRunsAndLeavesWhatHasEnded() {
        String id = order("recover", since(hourAgo)).text("/id");

        assertThat(api.post("/background-task/" + id + "/cancel", "").text("/status"))
                .isEqualTo("cancelled");
        assertThat(api.post("/background-task/" + id + "/cancel", "").text("/status"))
                .isEqualTo("cancelled");
        assertThat(api.get("/background-task/" + id).text("/status")).isEqualTo("cancelled");
    }
}
