package dev.sealpost.api.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.api.ApiClient;
import dev.sealpost.api.ApiTestBase;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Custom headers, secrets and classic signatures of an endpoint. */
class EndpointSecretsTest extends ApiTestBase {

    private static final String ONE = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX";
    private static final String TWO = "whsec_AQECAwQFBgcICQoLDA0ODxAREhMUFRYX";

    private String path;

    @BeforeEach
    void create() {
        createEndpoint("one");
        path = "/app/" + app + "/endpoint/one";
    }

    private ApiClient.Answer headers() {
        return api.get(path + "/headers");
    }

    @Test
    void hidesSensitiveHeadersAndStoresNoneInTheClear() {
        ApiClient.Answer put = api.send(
                "PUT",
                path + "/headers",
                "{\"headers\":{\"X-Tenant\":\"42\",\"Authorization\":\"Bearer s3cr3t-1\",\"X-Api-Key\":\"s3cr3t-2\"}}");

        assertThat(put.status()).isEqualTo(204);
        assertThat(headers().body())
                .isEqualTo("{\"headers\":{\"X-Tenant\":\"42\"},\"sensitive\":[\"Authorization\",\"X-Api-Key\"]}");
        byte[] stored = sql.sql("SELECT headers FROM endpoint WHERE id = ?")
                .param(api.get(path).text("/id"))
                .query(byte[].class)
                .single();
        assertThat(new String(stored, StandardCharsets.ISO_8859_1)).doesNotContain("42", "s3cr3t", "Tenant");
        assertThat(api.get(path).body()).doesNotContain("s3cr3t", "X-Tenant");
    }

    @Test
    void changesSingleHeaders() {
        api.send("PUT", path + "/headers", "{\"headers\":{\"X-One\":\"1\",\"X-Two\":\"2\",\"X-Three\":\"3\"}}");

        ApiClient.Answer patch = api.send(
                "PATCH",
                path + "/headers",
                "{\"headers\":{\"x-one\":\"11\",\"X-Two\":null},\"deleteHeaders\":[\"X-Three\",\"X-Absent\"]}");

        assertThat(patch.status()).isEqualTo(204);
        assertThat(headers().body()).isEqualTo("{\"headers\":{\"x-one\":\"11\"},\"sensitive\":[]}");
    }

    @Test
    void takesHeadersWithTheEndpointAndKeepsThemOnPut() {
        api.post(
                "/app/" + app + "/endpoint",
                "{\"url\":\"https://example.com/in\",\"uid\":\"two\",\"headers\":{\"X-A\":\"b\"}}");
        api.send("PUT", "/app/" + app + "/endpoint/two", "{\"url\":\"https://example.com/other\",\"uid\":\"two\"}");

        assertThat(api.get("/app/" + app + "/endpoint/two/headers").text("/headers/X-A"))
                .isEqualTo("b");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host",
                "content-length",
                "Content-Type",
                "Transfer-Encoding",
                "Connection",
                "TE",
                "Upgrade",
                "webhook-id",
                "Svix-Id",
                "ce-id",
                "CamelHttpUri",
                "Date",
                "traceparent",
                "a b",
                "",
                "ä",
                "X\\r\\nY"
            })
    void refusesTheNameOfAHeaderThatWouldNotBeSent(String name) {
        ApiClient.Answer answer = api.send("PUT", path + "/headers", "{\"headers\":{\"" + name + "\":\"1\"}}");

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.text("/detail/0/loc/1")).isEqualTo("headers");
        assertThat(headers().body()).isEqualTo("{\"headers\":{},\"sensitive\":[]}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"a\\r\\nb: c\"", "\"\"", "\" a\"", "7", "\"ä\""})
    void refusesAValueThatCannotBeSent(String value) {
        assertThat(api.send("PUT", path + "/headers", "{\"headers\":{\"X-A\":" + value + "}}")
                        .status())
                .isEqualTo(422);
    }

    @Test
    void rotatesToAGeneratedSecretAndAnswersWithIt() {
        String first = api.get(path + "/secret").text("/key");

        ApiClient.Answer rotated = api.post(path + "/secret/rotate", "{}");

        assertThat(rotated.status()).isEqualTo(200);
        assertThat(rotated.text("/key")).startsWith("whsec_").isNotEqualTo(first);
        assertThat(api.get(path + "/secret").text("/key")).isEqualTo(rotated.text("/key"));
    }

    @Test
    void showsThePublicKeyOnlyOfAnAsymmetricSecret() {
        ApiClient.Answer rotated =
                api.post(path + "/secret/rotate", "{\"key\":\"whsk_nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A=\"}");

        assertThat(rotated.text("/key")).isEqualTo("whpk_11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=");
        assertThat(api.post(path + "/secret/rotate", "{}").text("/key")).startsWith("whpk_");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"key\":\"whsec_short\"}               | key",
                "{\"key\":7}                             | key",
                "{\"gracePeriodSeconds\":-1}             | gracePeriodSeconds",
                "{\"gracePeriodSeconds\":604801}         | gracePeriodSeconds",
                "{\"gracePeriod\":1}                     | gracePeriod"
            })
    void namesWhatIsWrongWithARotation(String body, String member) {
        ApiClient.Answer answer = api.post(path + "/secret/rotate", body);

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.text("/detail/0/loc/1")).isEqualTo(member);
        assertThat(answer.body()).doesNotContain("short");
    }

    @Test
    void refusesAnEleventhSecret() {
        for (int i = 0; i < 9; i++) {
            assertThat(api.post(path + "/secret/rotate", "{}").status()).isEqualTo(200);
        }

        ApiClient.Answer answer = api.post(path + "/secret/rotate", "{}");

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.text("/code")).isEqualTo("too_many_secrets");
        assertThat(api.post(path + "/secret/rotate", "{\"gracePeriodSeconds\":0,\"key\":\"" + ONE + "\"}")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void setsAClassicSignatureAndNeverShowsItsSecret() {
        api.send("PATCH", path, "{\"classicSignature\":{\"scheme\":\"github\",\"secret\":\"s3cr3t\"}}");

        assertThat(api.get(path).text("/classicSignature/header")).isEqualTo("X-Hub-Signature-256");
        assertThat(api.get(path).text("/classicSignature/value")).isEqualTo("sha256={hex}");
        assertThat(api.get(path).body()).doesNotContain("s3cr3t");
        // What GET returned can be sent back, and the secret is kept.
        assertThat(api.send("PUT", path, api.get(path).body()).status()).isEqualTo(200);
        assertThat(api.get(path).text("/classicSignature/header")).isEqualTo("X-Hub-Signature-256");
        api.send("PATCH", path, "{\"classicSignature\":null}");
        assertThat(api.get(path).json().at("/classicSignature").isMissingNode()).isTrue();
    }

    @Test
    void namesWhatIsWrongWithAClassicSignature() {
        assertThat(api.send("PATCH", path, "{\"classicSignature\":{\"scheme\":\"gitlab\"}}")
                        .text("/detail/0/loc/2"))
                .isEqualTo("scheme");
        assertThat(api.send("PATCH", path, "{\"classicSignature\":{\"scheme\":\"github\"}}")
                        .text("/detail/0/loc/2"))
                .isEqualTo("secret");
        assertThat(api.send("PATCH", path, "{\"secret\":\"" + TWO + "\"}").status())
                .isEqualTo(200);
    }
}
