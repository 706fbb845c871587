package dev.sealpost;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A receiver of webhooks that answers byte for byte what a test tells it to. */
final class Inbox implements AutoCloseable {

    private final ServerSocket server;
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private volatile boolean closed;

    /** One request. */
    record Received(String path, Map<String, List<String>> headers, byte[] body) {

        String header(String name) {
            return headers.getOrDefault(name, List.of("")).getFirst();
        }
    }

    /** Writes a whole answer, or whatever a test wants to see survived. */
    interface Answer {
        void write(Received request, OutputStream out) throws Exception;
    }

    Inbox() throws IOException {
        server = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    String url(String path) {
        return "http://127.0.0.1:" + server.getLocalPort() + path;
    }

    void answers(String path, Answer answer) {
        answers.put(path, answer);
    }

    static Answer status(int status, String... headers) {
        return body(status, new byte[0], headers);
    }

    static Answer body(int status, byte[] body, String... headers) {
        return (request, out) -> {
            StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " x\r\n");
            for (String header : headers) {
                head.append(header).append("\r\n");
            }
            head.append("Content-Length: ").append(body.length).append("\r\n\r\n");
            out.write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
            out.write(body);
            out.flush();
        };
    }

    List<Received> at(String path) {
        return received.stream().filter(each -> each.path().equals(path)).toList();
    }

    private void accept() {
        while (!closed) {
            try {
                Socket socket = server.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException e) {
                closed = true;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            for (String line = line(in); !line.isEmpty(); line = line(in)) {
                String path = line.split(" ", -1)[1];
                Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
                for (String header = line(in); !header.isEmpty(); header = line(in)) {
                    int colon = header.indexOf(':');
                    headers.computeIfAbsent(header.substring(0, colon), name -> new ArrayList<>())
                            .add(header.substring(colon + 1).strip());
                }
                int length = Integer.parseInt(
                        headers.getOrDefault("Content-Length", List.of("0")).getFirst());
                Received request = new Received(path, headers, in.readNBytes(length));
                received.add(request);
                answers.getOrDefault(path, status(404)).write(request, socket.getOutputStream());
            }
        } catch (Exception e) {
            // The sender has hung up, which is what some tests want.
        }
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        closed = true;
        server.close();
    }
}
