package dev.sealpost.broker;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** STOMP 1.2 over a socket, word for word as its specification has it. */
public final class StompClient implements AutoCloseable {

    private final Socket socket;
    private final InputStream in;

    /** The answer, a CONNECTED frame or an ERROR, has yet to be read. */
    public StompClient(Socket socket, String user, String password) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(20_000);
        this.in = new BufferedInputStream(socket.getInputStream());
        write("CONNECT", Map.of("accept-version", "1.2", "host", "localhost", "login", user, "passcode", password), "");
    }

    public static StompClient connected(Socket socket, String user, String password) throws IOException {
        StompClient client = new StompClient(socket, user, password);
        String answer = client.read();
        if (!answer.startsWith("CONNECTED\n")) {
            throw new IOException(answer);
        }
        return client;
    }

    /** The frame that answers it: RECEIPT or ERROR. */
    public String ask(String command, Map<String, String> headers, String body) throws IOException {
        write(command, headers, body);
        return read();
    }

    /** The body goes as bytes, with its length. */
    void write(String command, Map<String, String> headers, String body) throws IOException {
        StringBuilder frame = new StringBuilder(command).append('\n');
        // Section "Value Encoding"; not for CONNECT.
        headers.forEach((name, value) -> frame.append(escaped(command, name))
                .append(':')
                .append(escaped(command, value))
                .append('\n'));
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > 0) {
            frame.append("content-length:").append(bytes.length).append('\n');
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(frame.append('\n').toString().getBytes(StandardCharsets.UTF_8));
        out.writeBytes(bytes);
        out.write(0);
        send(out.toByteArray());
    }

    private static String escaped(String command, String text) {
        return command.equals("CONNECT")
                ? text
                : text.replace("\\", "\\\\").replace(":", "\\c").replace("\n", "\\n");
    }

    void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }

    /** The next frame, as text without its end. */
    String read() throws IOException {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        int next;
        while ((next = in.read()) != 0) {
            if (next < 0) {
                throw new IOException("the connection has ended, after: " + frame.toString(StandardCharsets.UTF_8));
            }
            if (next != '\n' || frame.size() > 0) {
                frame.write(next);
            }
        }
        return frame.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
