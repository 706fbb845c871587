package dev.sealpost.api.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sealpost.api.ApiTestBase;
import dev.sealpost.event.message.UnknownMembers;
import dev.sealpost.signature.Hmacs;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpStatus;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.util.unit.DataSize;

/** Fault 42: senders that begin a body and do not go on. */
class SlowSendersTest extends ApiTestBase {

    private static final int MANY = 80;

    private Socket begin(String path, String header, String body) throws IOException {
        Socket socket = new Socket("127.0.0.1", port);
        socket.getOutputStream()
                .write(("POST " + path + " HTTP/1.1\r\nHost: a\r\n" + header
                                + "Content-Type: application/json\r\nContent-Length: 1048576\r\n\r\n" + body)
                        .getBytes(StandardCharsets.UTF_8));
        return socket;
    }

    @Test
    void keepNobodyOut() throws IOException {
        List<Socket> slow = new ArrayList<>();
        try {
            for (int i = 0; i < MANY; i++) {
                slow.add(begin("/in/github", "", "{"));
                slow.add(begin(
                        "/api/v1/app/" + app + "/msg",
                        "Authorization: Bearer " + data.secret("api-token") + "\r\n",
                        "{"));
            }

            for (int i = 0; i < 5; i++) {
                String body = "{\"slow\":" + i + "}";
                assertThat(api.send(api.hook("github", body)
                                        .header("x-hub-signature-256", "sha256=" + Hmacs.hex(SOURCE_SECRET, body)))
                                .status())
                        .isEqualTo(200);
            }
            assertThat(api.post("/app/" + app + "/msg", "{\"eventType\":\"a\",\"payload\":{}}")
                            .status())
                    .isEqualTo(202);
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    private static final class Trickle extends ServletInputStream {

        private final Runnable beforeEach;

        Trickle(Runnable beforeEach) {
            this.beforeEach = beforeEach;
        }

        @Override
        public int read() {
            beforeEach.run();
            return ' ';
        }

        @Override
        public int read(byte[] into, int from, int length) {
            into[from] = (byte) read();
            return 1;
        }

        @Override
        public boolean isFinished() {
            return false;
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setReadListener(ReadListener listener) {}
    }

    @Test
    void areLeftWhenTheWholeBodyTakesTooLong() {
        long[] now = {Long.MAX_VALUE - 5};
        ReadBody read = new ReadBody(
                new ApiSettings(
                        DataSize.ofKilobytes(1),
                        Duration.ofSeconds(30),
                        1,
                        DataSize.ofMegabytes(1),
                        0,
                        1,
                        UnknownMembers.REFUSE),
                () -> now[0]);
        int[] bytes = {0};
        MockHttpServletRequest request = new MockHttpServletRequest() {
            @Override
            public ServletInputStream getInputStream() {
                return new Trickle(() -> {
                    bytes[0]++;
                    now[0] += Duration.ofSeconds(12).toNanos();
                });
            }
        };

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> read.anything(request))
                .satisfies(e -> assertThat(e.status()).isEqualTo(HttpStatus.REQUEST_TIMEOUT))
                .withMessageContaining("30 s");
        assertThat(bytes[0]).isEqualTo(3);
    }

    /** The deadline of a body is not looked at while they arrive, so they are few. */
    @ParameterizedTest
    @ValueSource(strings = {"2;x=%s\r\n{}\r\n0\r\n\r\n", "2\r\n{}\r\n0;x=%s\r\n\r\n", "2\r\n{}\r\n0\r\nx: %s\r\n\r\n"})
    void hideFewBytesAroundABody(String chunks) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write(
                            ("POST /in/github HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
                                            + chunks.formatted("y".repeat(40)))
                                    .getBytes(StandardCharsets.UTF_8));

            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 400")
                    .contains("\"code\":\"bad_request\"");
        }
    }
}
