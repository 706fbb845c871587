package dev.sealpost.api.operation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.api.ApiClient.Answer;
import dev.sealpost.api.ApiTestBase;
import dev.sealpost.broker.message.QueueHead;
import dev.sealpost.delivery.dispatch.FakeEventQueues;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class IntakeControllerTest extends ApiTestBase {

    @Autowired
    FakeEventQueues queues;

    @Test
    void namesTheMessageAtTheHeadAndWhatIsStuck() {
        queues.begin(new QueueHead(7, Map.of("sealpost_type", "order.created")));
        queues.isStuck(7, "it is no event and cannot be parked: the disk is full");

        Answer answer = api.get("/intake");

        assertThat(answer.text("/queues/0/name")).isEqualTo("events");
        assertThat(answer.text("/queues/0/head/messageId")).isEqualTo("7");
        assertThat(answer.text("/queues/0/head/headers/sealpost_type")).isEqualTo("order.created");
        assertThat(answer.text("/stuck/0/messageId")).isEqualTo("7");
        assertThat(answer.text("/stuck/0/reason")).contains("the disk is full");
        assertThat(answer.json().at("/standstill").isMissingNode()).isTrue();
    }

    @Test
    void parksOrDeletesTheMessageAtTheHead() {
        queues.begin(new QueueHead(8, Map.of()));
        assertThat(api.post("/intake/events/message/8/park", "").status()).isEqualTo(200);
        assertThat(api.post("/intake/events/message/8/park", "").status()).isEqualTo(404);

        queues.begin(new QueueHead(9, Map.of()));
        assertThat(api.delete("/intake/events/message/9").status()).isEqualTo(204);
        assertThat(api.delete("/intake/elsewhere/message/9").status()).isEqualTo(404);
        assertThat(api.delete("/intake/events/message/x").status()).isEqualTo(404);

        assertThat(queues.done()).containsSequence("park 8", "delete 9");
    }
}
