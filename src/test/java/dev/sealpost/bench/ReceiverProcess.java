package dev.sealpost.bench;

import dev.sealpost.scenario.Latencies;
import dev.sealpost.scenario.TestJvm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** The receiver, in a process of its own. */
final class ReceiverProcess implements AutoCloseable {

    private static final Duration START_LIMIT = Duration.ofSeconds(20);
    private static final Duration QUIET_LIMIT = Duration.ofSeconds(20);
    private static final Duration STALL_LIMIT = Duration.ofSeconds(30);

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final TestJvm process;
    private final URI base;

    private ReceiverProcess(TestJvm process, URI base) {
        this.process = process;
        this.base = base;
    }

    static ReceiverProcess start(Path folder) throws IOException {
        Path port = folder.resolve("receiver-port");
        Files.deleteIfExists(port);
        TestJvm process =
                TestJvm.start(CountingReceiver.class, "512m", folder.resolve("receiver.log"), port.toString());
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        while (!Files.exists(port)) {
            if (!process.running() || System.nanoTime() > deadline) {
                process.close();
                throw new AssertionError("The receiver did not start: see " + folder.resolve("receiver.log"));
            }
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
        return new ReceiverProcess(process, URI.create("http://127.0.0.1:" + Files.readString(port)));
    }

    URI uri(String path) {
        return base.resolve(path);
    }

    /** POSTs answered so far. */
    long count() throws InterruptedException {
        return Long.parseLong(get("/count"));
    }

    /** Blocks until nothing has come for half a second, or for twenty seconds at most. */
    void awaitQuiet() throws InterruptedException {
        long deadline = System.nanoTime() + QUIET_LIMIT.toNanos();
        long before = -1;
        for (long now = count(); now != before && System.nanoTime() < deadline; now = count()) {
            before = now;
            Meter.pass(Duration.ofMillis(500));
        }
    }

    /** Blocks until this many POSTs were answered, or none has come for half a minute; returns their number. */
    long await(long posts) throws InterruptedException {
        long last = System.nanoTime();
        long count = count();
        while (count < posts && System.nanoTime() - last < STALL_LIMIT.toNanos()) {
            Meter.pass(Duration.ofMillis(100));
            long now = count();
            last = now > count ? System.nanoTime() : last;
            count = now;
        }
        return count;
    }

    /** Begins to note how long events took from when they should have been sent. */
    void record() throws InterruptedException {
        get("/record");
    }

    /** Ends noting. */
    Latencies latencies() throws InterruptedException {
        return new Latencies(
                get("/latencies").lines().mapToLong(Long::parseLong).toArray());
    }

    private String get(String path) throws InterruptedException {
        try {
            HttpRequest request = HttpRequest.newBuilder(uri(path))
                    .timeout(Duration.ofSeconds(10))
                    .build();
            return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
        } catch (IOException e) {
            throw new UncheckedIOException("The receiver did not answer " + path + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        process.close();
    }
}
