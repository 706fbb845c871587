package dev.sealpost.api.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.api.ApiClient;
import dev.sealpost.api.ApiClient.Answer;
import dev.sealpost.api.ApiTestBase;
import jakarta.servlet.Filter;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.mock.web.MockHttpSession;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;

@ExtendWith(OutputCaptureExtension.class)
class ProblemTest extends ApiTestBase {

    @Autowired
    @Qualifier("springSecurityFilterChain")
    private Filter chains;

    @Test
    void wantsAToken() {
        Answer none = api.send(api.withoutToken("/app").GET());
        Answer wrong = api.send(
                api.withoutToken("/app").header("authorization", "Bearer wrong").GET());
        Answer basic = api.send(
                api.withoutToken("/app").header("authorization", "Basic YTpi").GET());

        for (Answer answer : new Answer[] {none, wrong, basic}) {
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.text("/code")).isEqualTo("authentication_failed");
            assertThat(answer.headers().firstValue("www-authenticate").orElse(""))
                    .startsWith("Bearer");
            assertThat(answer.headers().firstValue("content-type")).contains("application/json");
        }
    }

    @Test
    void letsNobodyInByTheSessionOfTheConsole() throws Exception {
        MockHttpServletRequest request = new MockHttpServletRequest("GET", "/api/v1/app");
        MockHttpServletResponse response = new MockHttpServletResponse();
        request.setSession(new MockHttpSession());
        request.getSession()
                .setAttribute(
                        HttpSessionSecurityContextRepository.SPRING_SECURITY_CONTEXT_KEY,
                        new SecurityContextImpl(
                                UsernamePasswordAuthenticationToken.authenticated("admin", "", List.of())));

        chains.doFilter(request, response, new MockFilterChain());

        assertThat(response.getStatus()).isEqualTo(401);
    }

    @Test
    void wantsATokenForWhatIsNotThereToo() {
        assertThat(api.send(api.withoutToken("/nothing").GET()).status()).isEqualTo(401);
        assertThat(api.send(api.withoutToken("/app/x/msg")
                                .header("content-type", "application/json")
                                .POST(ApiClient.text("{")))
                        .status())
                .isEqualTo(401);
    }

    @Test
    void letsEverybodyAskForHealthOnly() {
        // No handler is here for it; what counts is that nobody asks for a token.
        assertThat(api.send(api.withoutToken("/health").GET()).status()).isEqualTo(404);
        assertThat(api.send(api.withoutToken("/health").method("HEAD", ApiClient.text("")))
                        .status())
                .isEqualTo(404);
        assertThat(api.send(api.withoutToken("/health/ping").GET()).status()).isEqualTo(404);
        assertThat(api.send(api.withoutToken("/health").DELETE()).status()).isEqualTo(401);
    }

    @Test
    void answersAnUnknownPath() {
        Answer answer = api.get("/nothing");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.text("/code")).isEqualTo("not_found");
        assertThat(answer.text("/detail")).isNotBlank();
    }

    @Test
    void answersAMethodThatIsNotThere() {
        Answer answer = api.send("PUT", "/app", "{}");

        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.text("/code")).isEqualTo("method_not_allowed");
        assertThat(answer.headers().firstValue("allow").orElse("")).contains("POST");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "application/xml"})
    void answersAnotherMediaType(String type) {
        Answer answer =
                api.send(api.request("/app").header("content-type", type).POST(ApiClient.text("{\"name\":\"x\"}")));

        assertThat(answer.status()).isEqualTo(415);
        assertThat(answer.text("/code")).isEqualTo("unsupported_media_type");
        assertThat(answer.text("/detail")).contains("content-type is " + type, "send content-type: application/json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "application/json; charset=utf-8", "application/vnd.acme+json"})
    void takesABodyThatIsSaidToBeJsonOrNothing(String type) {
        HttpRequest.Builder request = api.request("/app").POST(ApiClient.text("{\"name\":\"x\"}"));
        if (!type.isEmpty()) {
            request.header("content-type", type);
        }

        assertThat(api.send(request).status()).isEqualTo(201);
    }

    @Test
    void answersInJsonWhateverIsAccepted() {
        Answer answer =
                api.send(api.request("/app").header("accept", "image/png").GET());

        assertThat(answer.status()).isEqualTo(406);
        assertThat(answer.text("/code")).isEqualTo("not_acceptable");
    }

    @Test
    void saysNothingOfOurOwnFaultButInTheLog(CapturedOutput output) {
        publisher.breakDown(true);
        Answer answer = api.post("/app/" + app + "/msg", "{\"eventType\":\"a\",\"payload\":{}}");
        publisher.breakDown(false);

        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.text("/code")).isEqualTo("internal");
        assertThat(answer.body()).doesNotContain("secret", "Exception", "dev.sealpost");
        assertThat(output).contains("a secret detail");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /api/v1/app/%2e%2e/x HTTP/1.1",
                "GET /api/v1/app/a%00b HTTP/1.1",
                "GET /api/v1//app HTTP/1.1",
                "GET /a{b HTTP/1.1",
                "GET /api/v1/app;x=1 HTTP/1.1",
                "NONSENSE",
            })
    void answersWhatIsRefusedBeforeSpring(String requestLine) throws IOException {
        String answer = raw(requestLine + "\r\nHost: a\r\nConnection: close\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 400");
        assertThat(answer).contains("{\"code\":\"bad_request\",\"detail\":\"Bad Request\"}");
        assertThat(answer).doesNotContain("<html", "Exception");
    }

    @Test
    void answers413BeforeTheBodyIsSent() throws IOException {
        String answer = rawUntil(
                "}",
                "POST /api/v1/app/" + app + "/msg HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer "
                        + data.secret("api-token")
                        + "\r\nContent-Type: application/json\r\nContent-Length: 99999999\r\nConnection: close\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 413").contains("payload_too_large");
    }

    private String raw(String request) throws IOException {
        return rawUntil("\0", request);
    }

    /** Reads until the answer ends with this, or ends. */
    private String rawUntil(String end, String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            StringBuilder answer = new StringBuilder();
            for (int next = socket.getInputStream().read();
                    next >= 0;
                    next = socket.getInputStream().read()) {
                answer.append((char) next);
                if (answer.toString().endsWith(end)) {
                    break;
                }
            }
            return answer.toString();
        }
    }
}
