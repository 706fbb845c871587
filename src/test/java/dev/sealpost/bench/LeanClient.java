package dev.sealpost.bench;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** One keep-alive connection that posts ready-made bytes: a load that costs less than what it measures. */
final class LeanClient implements AutoCloseable {

    private final URI server;
    private Line line;
    private boolean closing;

    private record Line(Socket socket, InputStream in, OutputStream out) {

        static Line to(URI server) throws IOException {
            Socket socket = new Socket(server.getHost(), server.getPort());
            socket.setTcpNoDelay(true);
            return new Line(socket, new BufferedInputStream(socket.getInputStream()), socket.getOutputStream());
        }
    }

    LeanClient(URI server) throws IOException {
        this.server = server;
        line = Line.to(server);
    }

    /** A request for {@link #send}. */
    static byte[] request(String path, String headers, String body) {
        return ("POST " + path + " HTTP/1.1\r\nHost: localhost\r\n" + headers
                        + "Content-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** Connects again first when the server had said that it closes the connection, as Tomcat does after 100 requests. */
    void send(byte[] requests) throws IOException {
        if (closing) {
            line.socket().close();
            line = Line.to(server);
            closing = false;
        }
        line.out().write(requests);
    }

    /** Reads one response to its end and returns its status. */
    int status() throws IOException {
        int status = Integer.parseInt(text().substring(9, 12));
        int length = 0;
        boolean chunked = false;
        for (String header = text(); !header.isEmpty(); header = text()) {
            String lower = header.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                length = Integer.parseInt(lower.substring(15).strip());
            }
            closing |= lower.equals("connection: close");
            chunked |= lower.startsWith("transfer-encoding:") && lower.endsWith("chunked");
        }
        line.in().skipNBytes(length);
        while (chunked) {
            int size = Integer.parseInt(text(), 16);
            line.in().skipNBytes(size + 2L);
            chunked = size > 0;
        }
        return status;
    }

    private String text() throws IOException {
        StringBuilder text = new StringBuilder(64);
        InputStream in = line.in();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("the server closed the connection");
            }
            if (next != '\r') {
                text.append((char) next);
            }
        }
        return text.toString();
    }

    @Override
    public void close() throws IOException {
        line.socket().close();
    }
}
