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

    /** Last bytes of an answer after which the server is ready for more (ReadyForQuery, protocol 3.0). */
    private static final long READY = 0x5A_00_00_00_05L;

    private static final long READY_MASK = 0xFF_FF_FF_FF_FFL;
    private static final int READY_BITS = 40;

    /** Bytes before it in the answer to BEGIN, which the client sends along with its first statement. */
    private static final long OF_BEGIN = 'N' << Byte.SIZE;

    private static final long OF_BEGIN_MASK = 0xFF_FF;

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

    /** How often the client had to wait until the server was ready for more. */
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
            long last = 0;
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                last = isAnswer ? countReady(buffer, length, last) : 0;
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

    /** Returns the last eight bytes. */
    private long countReady(byte[] bytes, int length, long lastBefore) {
        long last = lastBefore;
        for (int i = 0; i < length; i++) {
            last = last << Byte.SIZE | bytes[i] & 0xFF;
            if ((last & READY_MASK) == READY && (last >>> READY_BITS & OF_BEGIN_MASK) != OF_BEGIN) {
                roundTrips.incrementAndGet();
            }
        }
        return last;
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
