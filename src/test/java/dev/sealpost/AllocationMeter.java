package dev.sealpost;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Posts events one after the other, receives their webhooks, and counts the bytes that the node allocates in between. Excludes
 * what the sender and the receiver allocate, and what the node allocates while it is idle.
 */
final class AllocationMeter implements AutoCloseable {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final byte[] ANSWER =
            "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final String BODY =
            "{\"eventType\":\"order.created\",\"payload\":{\"text\":\"" + "x".repeat(1000) + "\"}}";
    private static final int BUFFER = 8192;
    /** Fewer than Tomcat answers on one connection. */
    private static final int REQUESTS_OF_A_CONNECTION = 90;

    private final ServerSocket receiver;
    private final Semaphore received = new Semaphore(0);
    /** Threads of the receiver, whose allocations do not count. */
    private final Set<Long> others = ConcurrentHashMap.newKeySet();

    AllocationMeter() throws IOException {
        receiver = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofPlatform().daemon().start(this::accept);
    }

    String url() {
        return "http://127.0.0.1:" + receiver.getLocalPort() + "/";
    }

    /** Sends this many events and returns the bytes that the node allocated for each. */
    long bytesPerEvent(URI target, String token, int events) throws Exception {
        double idle = idleBytesPerNano();
        long start = System.nanoTime();
        long before = allocated();
        send(target, token, events);
        long bytes = allocated() - before;
        return Math.round((bytes - idle * (System.nanoTime() - start)) / events);
    }

    private double idleBytesPerNano() throws InterruptedException {
        long before = allocated();
        long start = System.nanoTime();
        // Nothing arrives: this waits for the time in which only the background work runs.
        received.tryAcquire(1, TimeUnit.SECONDS);
        return (double) (allocated() - before) / (System.nanoTime() - start);
    }

    /** Counts the carriers of virtual threads like all other threads, also those that have ended. */
    private long allocated() {
        long others = this.others.stream()
                .mapToLong(THREADS::getThreadAllocatedBytes)
                .filter(bytes -> bytes > 0)
                .sum();
        return THREADS.getTotalThreadAllocatedBytes() - THREADS.getCurrentThreadAllocatedBytes() - others;
    }

    void send(URI target, String token, int events) throws Exception {
        byte[] request = ("POST " + target.getPath() + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + token
                        + "\r\nContent-Type: application/json\r\nContent-Length: " + BODY.length() + "\r\n\r\n" + BODY)
                .getBytes(StandardCharsets.US_ASCII);
        byte[] buffer = new byte[BUFFER];
        for (int sent = 0; sent < events; sent += REQUESTS_OF_A_CONNECTION) {
            try (Socket socket = new Socket(target.getHost(), target.getPort())) {
                socket.setTcpNoDelay(true);
                for (int i = sent; i < Math.min(events, sent + REQUESTS_OF_A_CONNECTION); i++) {
                    socket.getOutputStream().write(request);
                    requireAccepted(buffer, read(socket.getInputStream(), buffer));
                    if (!received.tryAcquire(Duration.ofMinutes(1).toMillis(), TimeUnit.MILLISECONDS)) {
                        throw new AssertionError("The webhook of event " + i + " did not arrive within a minute");
                    }
                }
            }
        }
    }

    private static void requireAccepted(byte[] buffer, int length) {
        String status = new String(buffer, 0, Math.min(length, 12), StandardCharsets.US_ASCII);
        if (!status.equals("HTTP/1.1 202")) {
            throw new AssertionError("The answer was " + status);
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = receiver.accept();
                Thread answering = Thread.ofPlatform().daemon().unstarted(() -> answer(socket));
                others.add(answering.threadId());
                answering.start();
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private void answer(Socket connection) {
        byte[] buffer = new byte[BUFFER];
        try (Socket socket = connection) {
            OutputStream out = socket.getOutputStream();
            while (read(socket.getInputStream(), buffer) > 0) {
                out.write(ANSWER);
                received.release();
            }
        } catch (IOException closed) {
            // The node has closed the connection.
        }
    }

    /** Reads one message, which ends with the only closing brace at the end of a packet. Returns 0 at the end of the stream. */
    private static int read(InputStream in, byte[] buffer) throws IOException {
        int length = 0;
        while (length == 0 || buffer[length - 1] != '}') {
            int more = in.read(buffer, length, buffer.length - length);
            if (more < 0) {
                return 0;
            }
            length += more;
        }
        return length;
    }

    @Override
    public void close() throws IOException {
        receiver.close();
    }
}
