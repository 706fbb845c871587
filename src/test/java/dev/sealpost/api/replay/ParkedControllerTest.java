package dev.sealpost.api.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.api.ApiClient.Answer;
import dev.sealpost.api.ApiTestBase;
import dev.sealpost.replay.FakeParkedMessages;
import dev.sealpost.replay.ParkedMessages.Parked;
import dev.sealpost.replay.ParkedMessages.ProducerNames;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
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
                new ProducerNames(Optional.of("nobody"), Optional.of("order.created"), Optional.empty()),
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
    void showsTheHeadersAndTheBeginningOfTheBodyOfOne() {
        park(31, Optional.empty());
        parked.contain(Map.of("a", "b"), "{\"n\": 100}é".getBytes(StandardCharsets.UTF_8));
        Answer text = api.get("/parked/parked_31");
        assertThat(text.text("/id")).isEqualTo("parked_31");
        assertThat(text.text("/reason")).isEqualTo("names no application");
        assertThat(text.text("/headers/a")).isEqualTo("b");
        assertThat(text.text("/body")).isEqualTo("{\"n\": 100}é");
        assertThat(text.json().at("/bodyBase64").isMissingNode()).isTrue();
        assertThat(text.json().at("/bodyTruncated").asBoolean()).isFalse();

        // Twelve bytes are all there are, and the last character of what is shown is cut.
        parked.contain(Map.of(), new byte[] {'a', (byte) 0xC3});
        assertThat(api.get("/parked/parked_31").text("/body")).isEqualTo("a");
        assertThat(api.get("/parked/parked_31").json().at("/bodyTruncated").asBoolean())
                .isTrue();

        parked.contain(Map.of(), new byte[] {(byte) 0xFF, 0, 1});
        Answer bytes = api.get("/parked/parked_31");
        assertThat(bytes.text("/bodyBase64")).isEqualTo("/wAB");
        assertThat(bytes.json().at("/body").isMissingNode()).isTrue();
        assertThat(api.get("/parked/parked_32").status()).isEqualTo(404);
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
