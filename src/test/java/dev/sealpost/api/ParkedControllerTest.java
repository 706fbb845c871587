package dev.sealpost.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.api.ApiClient.Answer;
import dev.sealpost.delivery.FakeParkedMessages;
import dev.sealpost.delivery.ParkedMessages.Labels;
import dev.sealpost.delivery.ParkedMessages.Parked;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class ParkedControllerTest extends ApiTestBase {

    @Autowired
    FakeParkedMessages parked;

    private void park(long id, Optional<String> refusal) {
        parked.park(new Parked(
                id,
                Instant.EPOCH,
                "names no application",
                new Labels(Optional.of("nobody"), Optional.of("order.created"), Optional.empty()),
                12,
                refusal));
    }

    @Test
    void listsWhatIsParked() {
        park(1, Optional.empty());
        park(2, Optional.of("its body is a map, not bytes"));

        Answer list = api.get("/parked?order=ascending");

        assertThat(list.text("/data/0/id")).isEqualTo("parked_1");
        assertThat(list.text("/data/0/reason")).isEqualTo("names no application");
        assertThat(list.text("/data/0/appId")).isEqualTo("nobody");
        assertThat(list.text("/data/0/eventType")).isEqualTo("order.created");
        assertThat(list.json().at("/data/0/msgId").isMissingNode()).isTrue();
        assertThat(list.json().at("/data/0/size").intValue()).isEqualTo(12);
        assertThat(list.json().at("/data/0/redrivable").asBoolean()).isTrue();
        assertThat(list.json().at("/data/1/redrivable").asBoolean(true)).isFalse();
        assertThat(list.text("/data/1/refusal")).contains("map");
    }

    @Test
    void redrivesOne() {
        park(11, Optional.empty());

        assertThat(api.post("/parked/parked_11/redrive", "").status()).isEqualTo(202);

        assertThat(parked.redriven()).contains(11L);
        assertThat(api.post("/parked/parked_11/redrive", "").status()).isEqualTo(404);
    }

    @Test
    void refusesOneThatWouldComeOutAsSomethingElse() {
        park(21, Optional.of("its body is a map, not bytes"));

        Answer answer = api.post("/parked/parked_21/redrive", "");

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.text("/code")).isEqualTo("not_redrivable");
        assertThat(answer.text("/detail")).contains("parked_21", "map");
    }

    @Test
    void deletesOne() {
        park(31, Optional.empty());

        assertThat(api.delete("/parked/parked_31").status()).isEqualTo(204);
        assertThat(api.delete("/parked/parked_31").status()).isEqualTo(404);
        assertThat(api.delete("/parked/31").status()).isEqualTo(404);
        assertThat(api.delete("/parked/parked_x").status()).isEqualTo(404);
    }

    @Test
    void ordersTheRedriveOfManyByReason() {
        Answer answer = api.post("/parked/redrive", "{\"reason\":\"no application: nobody\"}");

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.text("/task")).isEqualTo("parked.redrive");
        assertThat(answer.text("/data/reason")).isEqualTo("no application: nobody");
        assertThat(answer.json().at("/data/appId").isMissingNode()).isTrue();
        assertThat(api.post("/parked/redrive", "{\"reason\":\"\"}").text("/detail/0/pointer"))
                .isEqualTo("/reason");
    }
}
