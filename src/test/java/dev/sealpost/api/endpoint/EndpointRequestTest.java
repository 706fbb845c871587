package dev.sealpost.api.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.api.ApiClient;
import dev.sealpost.api.ApiTestBase;
import org.junit.jupiter.api.Test;

/** The member {@code request} of an endpoint. */
class EndpointRequestTest extends ApiTestBase {

    private static final String KEY =
            "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4\","
                    + "\"y\":\"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM\"}";

    private String path() {
        return "/app/" + app + "/endpoint";
    }

    private ApiClient.Answer create(String request) {
        return api.post(path(), "{\"url\":\"https://example.com/in\",\"uid\":\"one\",\"request\":" + request + "}");
    }

    @Test
    void isShownAsItWasSetAndResetByPut() {
        create("{\"format\":\"cloudevents-structured\",\"encryption\":{\"jwk\":" + KEY
                + "},\"authentication\":{\"credential\":\"granted\",\"header\":\"X-Api-Key\"}}");

        ApiClient.Answer shown = api.get(path() + "/one");
        assertThat(shown.text("/request/format")).isEqualTo("cloudevents-structured");
        assertThat(shown.text("/request/encryption/jwk/crv")).isEqualTo("P-256");
        assertThat(shown.text("/request/authentication/credential")).isEqualTo("granted");
        assertThat(shown.text("/request/authentication/header")).isEqualTo("X-Api-Key");

        api.send("PATCH", path() + "/one", "{\"request\":{\"encryption\":null}}");
        assertThat(api.get(path() + "/one").json().at("/request/encryption").isMissingNode())
                .isTrue();
        assertThat(api.get(path() + "/one").text("/request/format")).isEqualTo("cloudevents-structured");

        api.send("PUT", path() + "/one", "{\"url\":\"https://example.com/in\",\"uid\":\"one\"}");
        assertThat(api.get(path() + "/one").text("/request/format")).isEqualTo("standard-webhooks");
        assertThat(api.get(path() + "/one").json().at("/request/authentication").isMissingNode())
                .isTrue();
    }

    @Test
    void refusesACredentialThatIsNotGrantedWithoutSayingWhetherItExists() {
        ApiClient.Answer answer = create("{\"authentication\":{\"credential\":\"other\"}}");

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.text("/detail/0/msg"))
                .isEqualTo("no credential with this name is granted to this application");
        assertThat(answer.json().at("/detail/0/loc").toString())
                .isEqualTo("[\"body\",\"request\",\"authentication\",\"credential\"]");
    }

    @Test
    void namesEveryViolationAtOnce() {
        ApiClient.Answer answer = create("{\"format\":\"soap\",\"encryption\":{\"jwk\":{}},\"more\":1}");

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.json().at("/detail")).hasSize(3);
    }
}
