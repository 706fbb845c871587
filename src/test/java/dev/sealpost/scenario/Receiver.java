package dev.sealpost.scenario;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The customers' side: an HTTP/1.1 server that hands every request to a recorder <em>before</em> it answers, so that an
 * answer never exists without its line. One virtual thread for each connection; hanging ones cost nothing but memory.
 */
final class Receiver implements AutoCloseable {

    private static final int BACKLOG = 4096;
    private static final Pattern TOKEN = Pattern.compile("\"token\":\"([A-Za-z0-9-]+)\"");
    private static final Duration DRIP = Duration.ofSeconds(1);

    private final ServerSocket server;
    private final Consumer<Receipt> recorder;
    private final Map<String, Manner> manners = new ConcurrentHashMap<>();
    private final Map<String, Webhook> verifiers = new ConcurrentHashMap<>();
    private final Set<String> failedOnce = ConcurrentHashMap.newKeySet();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicLong lastActivity = new AtomicLong(System.nanoTime());

    /** @param recorder called before the answer, by several threads; a slow one delays the answer */
    Receiver(Consumer<Receipt> recorder) throws IOException {
        this.recorder = recorder;
        server = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
        Thread.ofPlatform().daemon().name("receiver").start(this::accept);
    }

    /** The URL of a path that is treated this way, its signatures checked against the secret. */
    String endpoint(String path, Manner manner, String secret) {
        manners.put(path, manner);
        verifiers.put(path, new Webhook(secret));
        return "http://127.0.0.1:" + server.getLocalPort() + path;
    }

    /** Blocks until no request was begun or ended for this long. */
    void awaitQuiet(Duration quiet) {
        long waited = System.nanoTime();
        while (System.nanoTime() - Math.max(lastActivity.get(), waited) < quiet.toNanos()) {
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                socket.setTcpNoDelay(true);
                open.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException e) {
                // Closed, or a connection that ended before it was taken: the next one counts.
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            OutputStream out = socket.getOutputStream();
            for (Optional<Request> request = Request.read(in); request.isPresent(); request = Request.read(in)) {
                lastActivity.set(System.nanoTime());
                answer(request.get(), in, out);
                lastActivity.set(System.nanoTime());
            }
        } catch (IOException e) {
            // A killed sender resets its connections; what it sent to the end has been recorded.
        } finally {
            open.remove(socket);
        }
    }

    private void answer(Request request, InputStream in, OutputStream out) throws IOException {
        switch (manners.getOrDefault(request.path(), new Manner.Answers(404))) {
            case Manner.Answers answers -> respond(out, record(request, answers.status()));
            case Manner.Counts counts -> {
                recorder.accept(new Receipt("-", request.path(), "-", "-", false, counts.status(), Instant.now()));
                respond(out, counts.status());
            }
            case Manner.FailsFirst fails -> {
                String event = request.path() + request.header("webhook-id").orElse("");
                respond(out, record(request, failedOnce.add(event) ? fails.status() : 200));
            }
            case Manner.Delays delays -> {
                LockSupport.parkNanos(delays.time().toNanos());
                respond(out, record(request, 200));
            }
            case Manner.FailsLate fails -> {
                LockSupport.parkNanos(fails.time().toNanos());
                respond(out, record(request, fails.status()));
            }
            case Manner.Hangs hangs -> hang(request, in);
            case Manner.AnswersAndHangs limited -> {
                if (limited.left().getAndDecrement() > 0) {
                    respond(out, record(request, 200));
                } else {
                    hang(request, in);
                }
            }
            case Manner.Drips drips -> {
                record(request, 0);
                drip(out);
            }
        }
    }

    private void hang(Request request, InputStream in) throws IOException {
        record(request, 0);
        in.transferTo(OutputStream.nullOutputStream());
    }

    private int record(Request request, int status) {
        String body = new String(request.body(), StandardCharsets.UTF_8);
        Matcher token = TOKEN.matcher(body);
        recorder.accept(new Receipt(
                request.header("webhook-id").orElse("-"),
                request.path(),
                token.find() ? token.group(1) : "-",
                Digest.sha256(request.body()),
                signed(request, body),
                status,
                Instant.now()));
        return status;
    }

    private boolean signed(Request request, String body) {
        Optional<Webhook> verifier = Optional.ofNullable(verifiers.get(request.path()));
        try {
            if (verifier.isPresent()) {
                verifier.get().verify(body, request.headerLists());
            }
            return verifier.isPresent();
        } catch (WebhookVerificationException e) {
            return false;
        }
    }

    private static void respond(OutputStream out, int status) throws IOException {
        out.write(("HTTP/1.1 " + status + " -\r\nContent-Length: 0\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    private static void drip(OutputStream out) throws IOException {
        out.write("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        while (true) {
            out.write('.');
            out.flush();
            LockSupport.parkNanos(DRIP.toNanos());
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
