package dev.sealpost.scenario;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** A class of the tests that runs in a JVM of its own, and ends with this one at the latest. */
public final class TestJvm implements AutoCloseable {

    private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> RUNNING.forEach(Process::destroyForcibly)));
    }

    private final Process process;

    private TestJvm(Process process) {
        this.process = process;
        RUNNING.add(process);
    }

    /**
     * Starts a main class with the class path of the tests.
     *
     * @param heap as {@code -Xmx} takes it
     * @param log where its output goes
     */
    public static TestJvm start(Class<?> main, String heap, Path log, String... arguments) {
        return start(List.of(), main, heap, log, arguments);
    }

    /** The same, with a short start in place of peak speed. */
    static TestJvm quickStart(Class<?> main, String heap, Path log, String... arguments) {
        return start(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"), main, heap, log, arguments);
    }

    private static TestJvm start(List<String> options, Class<?> main, String heap, Path log, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap,
                "--enable-native-access=ALL-UNNAMED",
                "-Dlogback.configurationFile=logback-quiet.xml"));
        command.addAll(options);
        command.add(main.getName());
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().put("CLASSPATH", classpath());
        try {
            return new TestJvm(builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(main.getName() + " cannot be started: " + e.getMessage(), e);
        }
    }

    /** Surefire hides the class path in a manifest and tells it in a property. */
    private static String classpath() {
        return Optional.ofNullable(System.getProperty("surefire.test.class.path"))
                .orElseGet(() -> System.getProperty("java.class.path"));
    }

    /** True while it runs. */
    public boolean running() {
        return process.isAlive();
    }

    /** Blocks until it has ended by itself, and gives its exit code. */
    public int end(Duration limit) throws InterruptedException {
        if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError("it did not end within " + limit);
        }
        RUNNING.remove(process);
        return process.exitValue();
    }

    /** Ends it with SIGKILL and returns when it is gone. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
        RUNNING.remove(process);
    }

    @Override
    public void close() {
        process.destroyForcibly();
        RUNNING.remove(process);
    }
}
