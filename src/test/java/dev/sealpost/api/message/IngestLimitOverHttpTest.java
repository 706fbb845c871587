package dev.sealpost.api.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.api.ApiClient.Answer;
import dev.sealpost.api.ApiTestBase;
import dev.sealpost.signature.Hmacs;
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

    @Test
    void limitsInboundWebhooksOnceTheyAreBelieved() {
        for (int i = 0; i < 3; i++) {
            assertThat(hook("x").status()).isEqualTo(401);
        }
        assertThat(hook("{}").status()).isEqualTo(200);
        assertThat(hook("{}").status()).isEqualTo(200);

        Answer refused = hook("{}");

        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.headers().firstValue("retry-after")).contains("1");
    }

    /** Signed as an empty object, whatever it is. */
    private Answer hook(String body) {
        return api.send(
                api.hook("github", body).header("x-hub-signature-256", "sha256=" + Hmacs.hex(SOURCE_SECRET, "{}")));
    }

    private Answer post(String body) {
        return api.post("/app/" + app + "/msg", body);
    }
}
