package dev.sealpost.api.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.api.ApiClient;
import dev.sealpost.api.ApiTestBase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Transformations over HTTP. */
class TransformationControllerTest extends ApiTestBase {

    private static final String CODE = "function handler(w) { w.payload = {n: w.payload.a + 1}; return w; }";

    @BeforeEach
    void makeEndpoint() {
        api.post(
                "/app/" + app + "/endpoint",
                "{\"url\":\"https://example.com/in\",\"uid\":\"one\",\"headers\":{\"X-A\":\"1\",\"X-Api-Key\":\"s\"}}");
    }

    private String path() {
        return "/app/" + app + "/endpoint/one/transformation";
    }

    private ApiClient.Answer patch(String body) {
        return api.send("PATCH", path(), body);
    }

    @Test
    void isNoneAtFirstAndKeepsWhatAPatchDoesNotName() {
        assertThat(api.get(path()).text("/code")).isEmpty();
        assertThat(api.get(path()).json().at("/enabled").booleanValue()).isFalse();

        assertThat(patch("{\"code\":\"" + CODE + "\",\"enabled\":true}").status())
                .isEqualTo(204);
        assertThat(patch("{\"enabled\":false}").status()).isEqualTo(204);
        assertThat(api.get(path()).text("/code")).isEqualTo(CODE);
        assertThat(api.get(path()).json().at("/enabled").booleanValue()).isFalse();

        api.send("PUT", "/app/" + app + "/endpoint/one", "{\"url\":\"https://example.com/in\",\"uid\":\"one\"}");
        assertThat(api.get(path()).text("/code")).isEqualTo(CODE);

        assertThat(patch("{\"code\":null}").status()).isEqualTo(204);
        assertThat(api.get(path()).text("/code")).isEmpty();
    }

    @Test
    void refusesCodeThatDoesNotCompileWithItsPlaceAndKeepsTheOld() {
        patch("{\"code\":\"" + CODE + "\"}");

        ApiClient.Answer answer = patch("{\"code\":\"function handler(w) {\\n  return w +* 2;\\n}\"}");

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.text("/detail/0/msg")).startsWith("line 2, column");
        assertThat(answer.json().at("/detail/0/loc").toString()).isEqualTo("[\"body\",\"code\"]");
        assertThat(api.get(path()).text("/code")).isEqualTo(CODE);
    }

    @Test
    void showsWhatWouldBeSent() {
        patch("{\"code\":\"" + CODE + "\"}");

        ApiClient.Answer answer = api.post(path() + "/preview", "{\"eventType\":\"a.b\",\"payload\":{\"a\":1}}");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text("/method")).isEqualTo("POST");
        assertThat(answer.text("/url")).isEqualTo("https://example.com/in");
        assertThat(answer.text("/payload")).isEqualTo("{\"n\":2}");
        assertThat(answer.json().at("/headers").toString()).isEqualTo("{\"X-A\":\"1\"}");
        assertThat(answer.json().at("/canceled").booleanValue()).isFalse();
    }

    @Test
    void previewsCodeThatIsNotStored() {
        ApiClient.Answer answer = api.post(
                path() + "/preview",
                "{\"code\":\"function handler(w) { return w.payload.b.c; }\",\"eventType\":\"a.b\",\"payload\":{\"a\":1}}");

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.text("/detail/0/msg")).contains("TypeError");
        assertThat(api.get(path()).text("/code")).isEmpty();
    }

    @Test
    void isNotFoundForAnotherApplication() {
        assertThat(api.get("/app/" + app + "/endpoint/two/transformation").status())
                .isEqualTo(404);
    }
}
