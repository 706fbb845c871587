package dev.sealpost.api.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.api.ApiTestBase;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Fault 39: bytes in headers that whatever reads them would throw at. */
@ExtendWith(OutputCaptureExtension.class)
class HeaderBytesTest extends ApiTestBase {

    /** As characters of Latin-1, in which they are sent. */
    private static List<String> refused() {
        return Stream.concat(
                        IntStream.rangeClosed(0x80, 0x9F).mapToObj(each -> "a" + (char) each + "b"),
                        Stream.of(
                                "\u0001",
                                "\u000b",
                                "\u001b[31m",
                                "\u007f",
                                "\u00e9",
                                "\u00c3(",
                                "\u00c0\u00af",
                                "\u00e2\u0082\u00ac"))
                .toList();
    }

    private String send(Socket socket, String requestLine, String header, String value) throws IOException {
        socket.setSoTimeout(10_000);
        socket.getOutputStream()
                .write((requestLine + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"
                                + "Content-Type: application/json\r\nContent-Length: 2\r\n" + header + ": " + value
                                + "\r\n\r\n{}")
                        .getBytes(StandardCharsets.ISO_8859_1));
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    private String send(String requestLine, String header, String value) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            return send(socket, requestLine, header, value);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Signature",
                "X-GitHub-Event",
                "X-Hub-Signature-256",
                "User-Agent",
                "Idempotency-Key",
                "traceparent",
                "tracestate",
                "ce-id",
                "Authorization",
                "Content-Encoding",
                "Cookie"
            })
    void areRefusedInEveryHeaderOfEveryPath(String header, CapturedOutput output) throws IOException {
        List<String> refused = refused();
        for (int i = 0; i < refused.size(); i++) {
            String path = i % 3 == 0 ? "POST /in/github" : i % 3 == 1 ? "POST /api/v1/app/" + app + "/msg" : "GET /x";
            assertThat(send(path, header, refused.get(i)))
                    .as("%s of %s in %s", i, path, header)
                    .startsWith("HTTP/1.1 400")
                    .contains("\"code\":\"bad_request\"")
                    .doesNotContain("<html", "Exception");
        }
        // Tomcat itself refuses some; what it says of that is a matter of the configuration.
        assertThat(output.getAll())
                .doesNotContain("AnswerFailure", "RequestRejectedException", "NullPointerException", "\u001b[31m");
    }

    @Test
    void areTakenWhereTheyAreText() throws IOException {
        assertThat(send("POST /in/github", "X-Name", "Zo\u00c3\u00ab")).startsWith("HTTP/1.1 401");
        assertThat(send("POST /in/github", "X-Name", "a\tb")).startsWith("HTTP/1.1 401");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/actuator;x/jolokia/version",
                "/actuator/;/jolokia",
                "/in/github;a=b",
                "/in//github",
                "/in/%2e%2e/api",
                "/in/a%2fb",
                "/in/a%5cb",
                "/in/a%25b",
                "/in/a%0ab",
                "/in/./github"
            })
    void oddPathsAreRefusedWithoutAStackTrace(String path, CapturedOutput output) throws IOException {
        assertThat(send("POST " + path, "X-Name", "x"))
                .satisfiesAnyOf(
                        answer -> assertThat(answer).startsWith("HTTP/1.1 400").contains("\"code\":\"bad_request\""),
                        answer -> assertThat(answer).startsWith("HTTP/1.1 401"));
        assertThat(output.getAll()).doesNotContain("RequestRejectedException", "IllegalArgumentException");
    }
}
