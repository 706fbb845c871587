package dev.sealpost.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.api.ApiClient.Answer;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

@TestPropertySource(properties = {"sealpost.api.ingest-rate=1", "sealpost.api.ingest-burst=2"})
class IngestLimitOverHttpTest extends ApiTestBase {

    private static final String EVENT = "{\"eventType\":\"a\",\"payload\":{}}";

    @Test
    void answers429AndWhenToComeAgainBeforeTheBodyIsLookedAt() {
        assertThat(post(EVENT).status()).isEqualTo(202);
        assertThat(post(EVENT).status()).isEqualTo(202);

        Answer refused = post("this is no JSON");

        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.headers().firstValue("retry-after")).contains("1");
        assertThat(refused.headers().firstValue("content-type")).contains("application/json");
        assertThat(refused.text("/code")).isEqualTo("rate_limited");
        assertThat(refused.text("/detail")).contains("sealpost.api.ingest-rate");
    }

    @Test
    void letsOthersIn() {
        for (int i = 0; i < 3; i++) {
            post(EVENT);
        }
        api.post("/app", "{\"name\":\"Other\",\"uid\":\"other-" + app + "\"}");

        assertThat(api.post("/app/other-" + app + "/msg", EVENT).status()).isEqualTo(202);
    }

    private Answer post(String body) {
        return api.post("/app/" + app + "/msg", body);
    }
}
