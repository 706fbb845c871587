package dev.sealpost.scenario;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** One bad receiver, at a port of its own: what it does to a connection reaches nobody else's. */
final class HostileReceiver implements AutoCloseable {

    private static final Duration DRIP = Duration.ofSeconds(1);

    private final Hostility hostility;
    private final ServerSocket server;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger calls = new AtomicInteger();

    HostileReceiver(Hostility hostility) throws IOException {
        this.hostility = hostility;
        this.server = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().name(hostility.path()).start(this::accept);
    }

    String url() {
        return "http://127.0.0.1:" + server.getLocalPort() + hostility.path();
    }

    /** Requests begun, as far as it listens for them; connections, where it does not. */
    int calls() {
        return calls.get();
    }

    /** Connections that nobody has ended. */
    int open() {
        return open.size();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                open.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException e) {
                // Closed, or a connection that ended before it was taken.
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            hostility.treat(new Call(socket, calls.incrementAndGet()));
        } catch (IOException e) {
            // The sender has had enough.
        } finally {
            open.remove(socket);
        }
    }

    /** One connection with its one request. */
    static final class Call {

        private final Socket socket;
        private final InputStream in;
        private final OutputStream out;
        private final int number;

        private Call(Socket socket, int number) throws IOException {
            this.socket = socket;
            this.in = new BufferedInputStream(socket.getInputStream());
            this.out = socket.getOutputStream();
            this.number = number;
        }

        /** 1 for the first at this receiver. */
        int number() {
            return number;
        }

        void readRequest() throws IOException {
            if (Request.read(in).isEmpty()) {
                throw new IOException("no request came");
            }
        }

        void readBytes(int count) throws IOException {
            in.readNBytes(count);
        }

        void say(String text) throws IOException {
            say(Hostility.ascii(text));
        }

        void say(byte[] bytes) throws IOException {
            out.write(bytes);
            out.flush();
        }

        /** Until the sender ends it. */
        void sayForever(String text) throws IOException {
            byte[] bytes = Hostility.ascii(text);
            while (true) {
                say(bytes);
            }
        }

        /** A byte a second, until the sender ends it. */
        void drip() throws IOException {
            while (true) {
                say("x");
                LockSupport.parkNanos(DRIP.toNanos());
            }
        }

        /** Until the sender ends it. */
        void awaitEnd() throws IOException {
            in.transferTo(OutputStream.nullOutputStream());
        }

        void reset() {
            try {
                socket.setSoLinger(true, 0);
                socket.close();
            } catch (IOException e) {
                // It is closed, which is all that was wanted.
            }
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
