package dev.sealpost.delivery.dispatch;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** A line to a PostgreSQL server that can be cut: at once, or between a COMMIT and its answer. Counts the round trips. */
public final class Relay implements AutoCloseable {

    /** The message with which a server ends its answers and says that it is ready (protocol 3.0, section 53.7). */
    private static final byte[] READY = {'Z', 0, 0, 0, 5};

    private final int target;
    private final ServerSocket server;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean swallowsNextCommit = new AtomicBoolean();
    private final AtomicInteger roundTrips = new AtomicInteger();
    private volatile boolean cut;

    public Relay(int target) throws IOException {
        this.target = target;
        this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    public int port() {
        return server.getLocalPort();
    }

    public void cut() {
        cut = true;
        sockets.forEach(Relay::close);
    }

    public void mend() {
        cut = false;
    }

    /** The server commits, and nobody hears of it. */
    public void swallowNextCommit() {
        swallowsNextCommit.set(true);
    }

    public boolean hasSwallowed() {
        return !swallowsNextCommit.get();
    }

    /** How often the server had answered everything and was ready for more. */
    public int roundTrips() {
        return roundTrips.get();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                if (cut) {
                    close(client);
                    continue;
                }
                Socket database = new Socket(InetAddress.getLoopbackAddress(), target);
                sockets.add(client);
                sockets.add(database);
                Thread.ofVirtual().start(() -> copy(client, database, false));
                Thread.ofVirtual().start(() -> copy(database, client, true));
            } catch (IOException e) {
                // The server is closed, or a client has gone.
            }
        }
    }

    private void copy(Socket from, Socket to, boolean isAnswer) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[65_536];
            int matched = 0;
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                matched = isAnswer ? countReady(buffer, length, matched) : 0;
                if (isAnswer
                        && new String(buffer, 0, length, StandardCharsets.ISO_8859_1).contains("COMMIT")
                        && swallowsNextCommit.compareAndSet(true, false)) {
                    return; // It is done, and both sides are hung up on.
                }
                out.write(buffer, 0, length);
                out.flush();
            }
        } catch (IOException e) {
            // The other direction has ended.
        }
    }

    /** Returns how much of the message the end of these bytes is. */
    private int countReady(byte[] bytes, int length, int matchedBefore) {
        int matched = matchedBefore;
        for (int i = 0; i < length; i++) {
            if (bytes[i] == READY[matched]) {
                matched++;
            } else {
                matched = bytes[i] == READY[0] ? 1 : 0;
            }
            if (matched == READY.length) {
                roundTrips.incrementAndGet();
                matched = 0;
            }
        }
        return matched;
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is closed then.
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        cut();
    }
}
