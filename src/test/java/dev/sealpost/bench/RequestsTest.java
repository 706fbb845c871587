package dev.sealpost.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RequestsTest {

    @Test
    void findsARequestWithALength() {
        assertThat(bounds("POST / HTTP/1.1\r\nConTent-Length: 5\r\n\r\nhello")).hasValue(new Requests.Bounds(38, 43));
    }

    @Test
    void findsARequestInChunks() {
        String request = "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n";

        assertThat(bounds(request)).map(Requests.Bounds::end).hasValue(request.length());
        assertThat(bounds(request.substring(0, request.length() - 1))).isEmpty();
    }

    @Test
    void waitsForTheRestOfARequest() {
        assertThat(bounds("POST / HTTP/1.1\r\nContent-Length: 5\r\n\r\nhell")).isEmpty();
        assertThat(bounds("POST / HTTP/1.1\r\nContent-Length: 5\r\n\r")).isEmpty();
    }

    @Test
    void takesARequestWithoutABody() {
        assertThat(bounds("GET /count HTTP/1.1\r\n\r\n"))
                .map(Requests.Bounds::end)
                .hasValue(23);
    }

    private static Optional<Requests.Bounds> bounds(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        return Requests.at(bytes, 0, bytes.length);
    }
}
