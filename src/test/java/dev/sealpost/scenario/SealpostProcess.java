package dev.sealpost.scenario;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** One run of the application, from its start to its end. Ends with this JVM at the latest. */
public final class SealpostProcess implements AutoCloseable {

    private static final int NO_CONTENT = 204;
    private static final int LOG_LINES_SHOWN = 40;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration POLL_INTERVAL = Duration.ofMillis(20);
    private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> RUNNING.forEach(Process::destroyForcibly)));
    }

    private final Process process;
    private final Path log;
    private final URI health;

    SealpostProcess(Process process, Path log, URI base) {
        this.process = process;
        this.log = log;
        this.health = base.resolve("/api/v1/health");
        RUNNING.add(process);
    }

    public long pid() {
        return process.pid();
    }

    /** Blocks until the application says that it can work. */
    public SealpostProcess awaitReady(Duration limit) throws InterruptedException {
        HttpClient client = HttpClient.newHttpClient();
        long deadline = System.nanoTime() + limit.toNanos();
        while (!ready(client)) {
            if (process.waitFor(50, TimeUnit.MILLISECONDS)) {
                throw new AssertionError(
                        "Sealpost ended with " + process.exitValue() + " instead of starting:\n" + tail());
            }
            if (System.nanoTime() > deadline) {
                throw new AssertionError("Sealpost was not ready after " + limit + ":\n" + tail());
            }
        }
        return this;
    }

    private boolean ready(HttpClient client) throws InterruptedException {
        try {
            HttpRequest request = HttpRequest.newBuilder(health)
                    .timeout(Duration.ofSeconds(2))
                    .build();
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == NO_CONTENT;
        } catch (IOException e) {
            return false;
        }
    }

    /** Blocks until the condition holds. The process must not end by itself before. */
    void goOnUntil(Callable<Boolean> condition) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.call()) {
            run(POLL_INTERVAL);
            if (System.nanoTime() > deadline) {
                throw new AssertionError("The condition did not hold within " + PATIENCE + ":\n" + tail());
            }
        }
    }

    /** Fails when it has ended. */
    void assertRunning() throws InterruptedException {
        run(Duration.ZERO);
    }

    /** Lets it run for a while; it must not end by itself. For spans of time that are the subject of a test. */
    public void run(Duration time) throws InterruptedException {
        if (process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError("Sealpost ended with " + process.exitValue() + " by itself:\n" + tail());
        }
    }

    /** Ends it with SIGKILL and returns when it is gone. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
        RUNNING.remove(process);
    }

    /** Stops it where it stands, with SIGSTOP: it holds its connections, answers nobody, and does not know. */
    void freeze() throws InterruptedException {
        signal("STOP");
    }

    /** Lets it go on after {@link #freeze}. */
    void thaw() throws InterruptedException {
        signal("CONT");
    }

    private void signal(String name) throws InterruptedException {
        try {
            int exitCode = new ProcessBuilder("kill", "-" + name, Long.toString(pid()))
                    .inheritIO()
                    .start()
                    .waitFor();
            if (exitCode != 0) {
                throw new AssertionError("SIG" + name + " cannot be sent");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("SIG" + name + " cannot be sent: " + e.getMessage(), e);
        }
    }

    /** Ends it with SIGTERM and returns its exit code when it is gone. */
    public int terminate(Duration limit) throws InterruptedException {
        askToStop();
        return awaitEnd(limit);
    }

    /** Sends SIGTERM and returns at once. */
    void askToStop() {
        process.destroy();
    }

    /** Blocks until it has ended, by itself or because it was asked to, and returns its exit code. */
    int awaitEnd(Duration limit) throws InterruptedException {
        if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            kill();
            throw new AssertionError("Sealpost did not end within " + limit + ":\n" + tail());
        }
        RUNNING.remove(process);
        return process.exitValue();
    }

    /** The status of its health page; -1 when nobody answers. */
    int health() throws InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(health)
                    .timeout(Duration.ofSeconds(2))
                    .build();
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            return -1;
        }
    }

    /** The lines of its log that contain this text. */
    public List<String> logged(String text) {
        try {
            return Files.readAllLines(log).stream()
                    .filter(line -> line.contains(text))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("The log cannot be read: " + e.getMessage(), e);
        }
    }

    /** The last lines of its log. */
    public String tail() {
        try {
            List<String> lines = Files.readAllLines(log);
            return log + "\n"
                    + String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_LINES_SHOWN), lines.size()));
        } catch (IOException e) {
            throw new UncheckedIOException("The log cannot be read: " + e.getMessage(), e);
        }
    }

    /** The names of the platform threads of the process, the JVM's own included (Linux, which keeps 15 characters). */
    List<String> platformThreads() {
        List<String> names = new ArrayList<>();
        try (Stream<Path> tasks = Files.list(Path.of("/proc", Long.toString(pid()), "task"))) {
            for (Path task : tasks.toList()) {
                names.add(Files.readString(task.resolve("comm")).strip());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The threads cannot be listed: " + e.getMessage(), e);
        }
        return names;
    }

    /** Bytes of memory that the process has now (Linux). */
    long residentBytes() {
        return kibibytes("status", "VmRSS:");
    }

    /** The same, where pages that processes share count in part (Linux). */
    long proportionalBytes() {
        return kibibytes("smaps_rollup", "Pss:");
    }

    private long kibibytes(String file, String field) {
        try {
            String line = Files.readAllLines(Path.of("/proc", Long.toString(pid()), file)).stream()
                    .filter(each -> each.startsWith(field))
                    .findFirst()
                    .orElseThrow();
            return Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024;
        } catch (IOException e) {
            throw new UncheckedIOException("The memory cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * Bytes of live objects, counted by the JVM right after a full collection. What they are is kept beside the log under
     * this name.
     */
    public long liveBytes(String name) throws InterruptedException {
        String histogram = jcmd("GC.class_histogram");
        try {
            Files.writeString(log.resolveSibling("heap-" + name + ".txt"), histogram);
        } catch (IOException e) {
            throw new UncheckedIOException("The histogram cannot be kept: " + e.getMessage(), e);
        }
        String total = histogram
                .lines()
                .filter(line -> line.startsWith("Total"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("jcmd printed no total"));
        return Long.parseLong(total.split("\\s+", -1)[2]);
    }

    private String jcmd(String command) throws InterruptedException {
        try {
            Process jcmd = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "jcmd")
                                    .toString(),
                            Long.toString(pid()),
                            command)
                    .redirectErrorStream(true)
                    .start();
            String output = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            jcmd.waitFor();
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException("jcmd cannot be run: " + e.getMessage(), e);
        }
    }

    /** Ends it whatever its state. */
    @Override
    public void close() {
        process.destroyForcibly();
        RUNNING.remove(process);
    }
}
