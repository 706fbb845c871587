package dev.sealpost.egress;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A receiver on the loopback address that may behave as badly as a test wants. */
final class RawReceiver implements AutoCloseable {

    /** Writes one answer; the connection is kept until the client ends it. */
    interface Answer {
        void write(OutputStream out, CountDownLatch closing) throws IOException, InterruptedException;
    }

    private final ServerSocket server;
    private final Answer answer;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final CountDownLatch brokenOff = new CountDownLatch(1);

    private RawReceiver(Answer answer) {
        this.answer = answer;
        try {
            this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    static RawReceiver answering(String text) {
        return new RawReceiver((out, closing) -> out.write(text.getBytes(StandardCharsets.ISO_8859_1)));
    }

    static RawReceiver writing(Answer answer) {
        return new RawReceiver(answer);
    }

    /** The first text at once, then one byte at a time, for ever. */
    static RawReceiver dripping(String first) {
        return new RawReceiver((out, closing) -> {
            out.write(first.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            while (!closing.await(20, TimeUnit.MILLISECONDS)) {
                out.write('x');
                out.flush();
            }
        });
    }

    String url() {
        return "http://127.0.0.1:" + port() + "/in";
    }

    int port() {
        return server.getLocalPort();
    }

    /** Head and body of each, as ISO 8859-1. */
    List<String> requests() {
        return requests;
    }

    int connections() {
        return connections.get();
    }

    /** Waits until a client has broken a connection off while it was written to. */
    boolean wasBrokenOff() throws InterruptedException {
        return brokenOff.await(10, TimeUnit.SECONDS);
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                connections.incrementAndGet();
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = socket.getInputStream();
            for (String request = read(in); !request.isEmpty(); request = read(in)) {
                requests.add(request);
                answer.write(socket.getOutputStream(), closing);
                socket.getOutputStream().flush();
            }
        } catch (IOException e) {
            brokenOff.countDown();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String read(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                return "";
            }
            head.write(next);
        }
        String text = head.toString(StandardCharsets.ISO_8859_1);
        int at = text.toLowerCase(java.util.Locale.ROOT).indexOf("content-length: ");
        int length = at < 0 ? 0 : Integer.parseInt(text.substring(at + 16, text.indexOf('\r', at)));
        return text + new String(in.readNBytes(length), StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        closing.countDown();
        server.close();
    }
}
