package dev.sealpost.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.api.ApiClient.Answer;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

@TestPropertySource(properties = "sealpost.api.unknown-members=report")
class ReportUnknownTest extends ApiTestBase {

    /** Fault 40. */
    @Test
    void namesWhatItHasIgnored() {
        Answer application = api.send("PATCH", "/app/" + app + "?x=1", "{\"nam\":\"b\",\"a\\r\\nb\":1}");
        Answer message =
                api.post("/app/" + app + "/msg?x=1", "{\"eventType\":\"a\",\"payload\":{},\"chanels\":[\"x\"]}");

        assertThat(application.status()).isEqualTo(200);
        assertThat(application.headers().firstValue("sealpost-ignored")).contains("?x, /nam, /a%0D%0Ab");
        assertThat(message.status()).isEqualTo(202);
        assertThat(message.headers().firstValue("sealpost-ignored")).contains("?x, /chanels");
    }

    @Test
    void refusesWhatItKnowsAndCannotDo() {
        assertThat(api.post("/app/" + app + "/msg", "{\"eventType\":\"a\",\"payload\":{},\"deliverAt\":\"x\"}")
                        .status())
                .isEqualTo(422);
    }
}
