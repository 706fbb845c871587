package dev.sealpost.api;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Sends requests as they are written, also those that no HTTP client would. */
final class RawClient {

    private final int port;
    private final String token;

    RawClient(int port, String token) {
        this.port = port;
        this.token = token;
    }

    /**
     * An answer.
     *
     * @param head its first line and headers
     */
    record Answer(int status, String head, String body) {}

    /** @param target in ISO 8859-1, unchecked */
    Answer send(String method, String target, byte[] body) {
        return send(method, target, authorization() + "Content-Type: application/json\r\n", body);
    }

    /** The header with the token. */
    String authorization() {
        return "Authorization: Bearer " + token + "\r\n";
    }

    /** @param headers each with its end of line, in ISO 8859-1; a length is added where they have none */
    Answer send(String method, String target, String headers, byte[] body) {
        String length = headers.contains("Content-Length: ") ? "" : "Content-Length: " + body.length + "\r\n";
        String head =
                method + " " + target + " HTTP/1.1\r\nHost: a\r\n" + headers + length + "Connection: close\r\n\r\n";
        String answer = exchange(port, head, body);
        int end = answer.indexOf("\r\n\r\n");
        if (end < 0) {
            throw new AssertionError("no answer to " + method + " " + target + ": " + answer);
        }
        return new Answer(Integer.parseInt(answer.substring(9, 12)), answer.substring(0, end), plain(answer, end + 4));
    }

    /**
     * Sends a request as it is, and ends the connection behind it.
     *
     * @param head in ISO 8859-1, with the empty line
     * @return everything that came back
     */
    static String exchange(int port, String head, byte[] body) {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(20_000);
            socket.setTcpNoDelay(true);
            byte[] first = head.getBytes(StandardCharsets.ISO_8859_1);
            byte[] request = new byte[first.length + body.length];
            System.arraycopy(first, 0, request, 0, first.length);
            System.arraycopy(body, 0, request, first.length, body.length);
            socket.getOutputStream().write(request);
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(head.lines().findFirst().orElse(""), e);
        }
    }

    /** Without the lengths of chunks: enough for JSON, which has none of its lines. */
    private static String plain(String answer, int from) {
        String body = answer.substring(from);
        boolean isChunked = answer.substring(0, from).toLowerCase(Locale.ROOT).contains("chunked");
        return isChunked ? body.replaceAll("(?m)^[0-9a-fA-F]+\r\n", "").replace("\r\n", "") : body;
    }
}
