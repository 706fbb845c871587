package dev.sealpost.api.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.api.ApiTestBase;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Senders of bodies that are not read to their end. */
class CutUnreadBodiesTest extends ApiTestBase {

    private static final int CHUNK = 64 * 1024;
    /** Length of the body that the sender offers. */
    private static final int WHOLE = 256 * 1024 * 1024;

    private String head(String path, boolean chunked) {
        return "POST " + path + " HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
                + (path.startsWith("/api/v1/app") ? "Authorization: Bearer " + data.secret("api-token") + "\r\n" : "")
                + (chunked ? "Transfer-Encoding: chunked" : "Content-Length: " + WHOLE) + "\r\n\r\n";
    }

    /** Until nobody takes any more. */
    private static int send(Socket socket, boolean chunked) {
        byte[] part = new byte[CHUNK];
        int sent = 0;
        try {
            OutputStream out = socket.getOutputStream();
            while (sent < WHOLE) {
                if (chunked) {
                    out.write((Integer.toHexString(CHUNK) + "\r\n").getBytes(StandardCharsets.US_ASCII));
                }
                out.write(part);
                if (chunked) {
                    out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
                }
                sent += CHUNK;
            }
        } catch (IOException e) {
            return sent;
        }
        return sent;
    }

    @ParameterizedTest
    @CsvSource({
        "/api/v1/app/%s/msg, false, 413", "/api/v1/app/%s/msg, true, 413", "/in/github, false, 413",
                "/in/github, true, 413",
        "/api/v1/none, false, 401", "/api/v1/none, true, 401", "/api/v1/app/none/msg, true, 404", "/in/none, false, 404"
    })
    void areAnsweredAndCutOff(String path, boolean chunked, int status) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(head(path.formatted(app), chunked).getBytes(StandardCharsets.US_ASCII));

            int sent = send(socket, chunked);

            // Its limit, as much again, and what the buffers of two sockets hold.
            assertThat(sent).isLessThan(WHOLE / 4);
            assertThat(answer(socket)).startsWith("HTTP/1.1 " + status);
        }
    }

    private static String answer(Socket socket) throws IOException {
        byte[] first = new byte[12];
        int length = socket.getInputStream().readNBytes(first, 0, first.length);
        return new String(first, 0, length, StandardCharsets.US_ASCII);
    }

    /** The answer comes before the sender has anything to write, and the connection does not wait for it. */
    @Test
    void areNotWaitedFor() throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(head("/in/github", false).getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();

            assertThat(new String(in.readAllBytes(), StandardCharsets.US_ASCII)).startsWith("HTTP/1.1 413");
        }
    }

    @Test
    void keepTheirConnectionWhereLittleWasLeft() throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(10_000);
            String request = "POST /in/none HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
                    + "Content-Length: 2\r\n\r\n{}";
            socket.getOutputStream().write((request + request).getBytes(StandardCharsets.US_ASCII));
            byte[] answers = new byte[600];
            int length = 0;
            while (!new String(answers, 0, length, StandardCharsets.US_ASCII).matches("(?s).*HTTP/1.*HTTP/1.*")) {
                length += socket.getInputStream().read(answers, length, answers.length - length);
            }

            assertThat(new String(answers, 0, length, StandardCharsets.US_ASCII))
                    .contains("HTTP/1.1 404");
        }
    }
}
