package dev.sealpost.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Optional;

/**
 * A receiver that costs little: one thread, one selector, a fixed answer. {@code GET /count} tells how many POSTs it
 * answered; {@code GET /record} begins to note how long events took, {@code GET /latencies} tells it.
 */
final class CountingReceiver {

    private static final byte[] ANSWER = ascii("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    private static final byte[] STAMP = ascii("\"intendedAt\":");
    private static final int BUFFER = 256 * 1024;
    private static final int MOST_LATENCIES = 2_000_000;

    private final Selector selector;
    private final ServerSocketChannel server;
    private long count;
    private boolean recording;
    private long[] nanos = new long[0];
    private int recorded;

    private CountingReceiver() throws IOException {
        selector = Selector.open();
        server = ServerSocketChannel.open();
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 4096);
        server.configureBlocking(false);
        server.register(selector, SelectionKey.OP_ACCEPT);
    }

    /** Argument: the file that its port is written to. */
    public static void main(String[] arguments) throws IOException {
        CountingReceiver receiver = new CountingReceiver();
        Path file = Path.of(arguments[0]);
        Path draft = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(draft, Integer.toString(receiver.server.socket().getLocalPort()));
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        while (true) {
            receiver.selector.select(receiver::serve);
        }
    }

    private void serve(SelectionKey key) {
        try {
            if (key.isAcceptable()) {
                accept();
            } else {
                ((Conversation) key.attachment()).go();
            }
        } catch (IOException e) {
            key.cancel();
            try {
                key.channel().close();
            } catch (IOException closing) {
                // The peer is gone either way.
            }
        }
    }

    private void accept() throws IOException {
        for (SocketChannel peer = server.accept(); peer != null; peer = server.accept()) {
            peer.configureBlocking(false);
            peer.setOption(StandardSocketOptions.TCP_NODELAY, true);
            peer.register(selector, SelectionKey.OP_READ, new Conversation(peer));
        }
    }

    private byte[] answer(byte[] bytes, int start, Requests.Bounds bounds) {
        if (bytes[start] == 'P') {
            count++;
            if (recording) {
                note(bytes, bounds);
            }
            return ANSWER;
        }
        String line = new String(bytes, start, Math.min(20, bounds.end() - start), StandardCharsets.US_ASCII);
        if (line.startsWith("GET /record")) {
            nanos = new long[MOST_LATENCIES];
            recorded = 0;
            recording = true;
            return ANSWER;
        }
        return text(line.startsWith("GET /latencies") ? latencies() : Long.toString(count));
    }

    private void note(byte[] bytes, Requests.Bounds bounds) {
        for (int i = bounds.body(); i < bounds.end() - STAMP.length; i++) {
            if (bytes[i] == '"' && Arrays.equals(bytes, i, i + STAMP.length, STAMP, 0, STAMP.length)) {
                long micros = 0;
                for (int at = i + STAMP.length; bytes[at] >= '0' && bytes[at] <= '9'; at++) {
                    micros = micros * 10 + bytes[at] - '0';
                }
                if (recorded < nanos.length) {
                    nanos[recorded++] = (ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now()) - micros) * 1000;
                }
                return;
            }
        }
    }

    private String latencies() {
        recording = false;
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < recorded; i++) {
            text.append(nanos[i]).append('\n');
        }
        return text.toString();
    }

    private static byte[] text(String body) {
        return ascii("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** One connection: what came and is not yet a whole request. */
    private final class Conversation {

        private final SocketChannel peer;
        private final ByteBuffer in = ByteBuffer.allocate(BUFFER);

        Conversation(SocketChannel peer) {
            this.peer = peer;
        }

        void go() throws IOException {
            if (peer.read(in) < 0) {
                throw new IOException("closed");
            }
            int start = 0;
            ByteBuffer out = ByteBuffer.allocate(ANSWER.length * 64);
            Optional<Requests.Bounds> request = Requests.at(in.array(), start, in.position());
            while (request.isPresent()) {
                byte[] answer = answer(in.array(), start, request.get());
                out = out.remaining() < answer.length ? larger(out, answer.length) : out;
                out.put(answer);
                start = request.get().end();
                request = Requests.at(in.array(), start, in.position());
            }
            in.flip().position(start);
            in.compact();
            out.flip();
            while (out.hasRemaining()) {
                peer.write(out);
            }
        }

        private static ByteBuffer larger(ByteBuffer out, int more) {
            return ByteBuffer.allocate(out.capacity() * 2 + more).put(out.flip());
        }
    }
}
