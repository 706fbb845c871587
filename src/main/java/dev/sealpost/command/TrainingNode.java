package dev.sealpost.command;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.util.FileSystemUtils;

/** A node in a process of its own, with a temporary folder for home and data, from which the JVM learns what a node needs. */
final class TrainingNode implements AutoCloseable {

    /** The property in which the launcher names itself. */
    static final String LAUNCHER = "launcher.file";

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final List<String> KEPT_VARIABLES = List.of("PATH", "HOME", "TMPDIR", "LANG", "LC_ALL");

    private static final List<String> OPTIONS_OF_JAVA =
            List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "SEALPOST_JAVA_OPTS", "_JAVA_OPTIONS");
    private static final Pattern SETTING =
            Pattern.compile("(?<!\\S)-D(sealpost|spring|server)\\S*", Pattern.CASE_INSENSITIVE);

    private final Path folder;
    private final Process process;
    private final TrainingLoad load;

    private TrainingNode(Path folder, Process process, TrainingLoad load) {
        this.folder = folder;
        this.process = process;
        this.load = load;
    }

    /**
     * Starts the node.
     *
     * @param launcher the file that starts Sealpost
     * @param option of Java, in addition to those of every node
     */
    static TrainingNode start(String launcher, String option) throws IOException {
        Path folder = Files.createTempDirectory("sealpost-cache");
        int port = freePort();
        ProcessBuilder builder = new ProcessBuilder(launcher)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile());
        Map<String, String> environment = builder.environment();
        String options = OPTIONS_OF_JAVA.stream()
                .map(variable -> withoutSettings(environment.getOrDefault(variable, "")))
                .collect(Collectors.joining(" "));
        // Nothing of the environment may lead to the database or the broker of another node.
        environment.keySet().retainAll(KEPT_VARIABLES);
        environment.putAll(Map.of(
                "JAVA_HOME",
                System.getProperty("java.home"),
                "SEALPOST_JAVA_OPTS",
                options + " " + option,
                "SEALPOST_CACHE",
                "off",
                "SEALPOST_HOME",
                Files.createDirectory(folder.resolve("home")).toString(),
                "SEALPOST_DATA",
                folder.resolve("data").toString(),
                "SERVER_PORT",
                Integer.toString(port),
                "SEALPOST_BROKER_CORE_PORT",
                "0",
                "SEALPOST_BROKER_AMQP_PORT",
                "0",
                "SEALPOST_EGRESS_ALLOW",
                "127.0.0.0/8"));
        Process process = builder.start();
        TrainingNode node = new TrainingNode(folder, process, new TrainingLoad(URI.create("http://127.0.0.1:" + port)));
        // A command that is interrupted must not leave its node behind.
        Runtime.getRuntime().addShutdownHook(new Thread(node::close));
        return node;
    }

    /** Removes the settings of a node from options of Java, since they would lead to its data, its database or its broker. */
    static String withoutSettings(String options) {
        return SETTING.matcher(options).replaceAll("");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    Path folder() {
        return folder;
    }

    /** Blocks until the node is ready and has delivered this many events. */
    void deliver(int events) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!load.isReady()) {
            if (process.waitFor(100, TimeUnit.MILLISECONDS) || System.nanoTime() > deadline) {
                throw new IOException("its node did not start:\n" + tail());
            }
        }
        load.run(Files.readString(folder.resolve("data/api-token")).strip(), events);
    }

    /** Stops the node and blocks until its JVM has ended. */
    void stop() throws IOException, InterruptedException {
        process.destroy();
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new IOException("its node did not stop:\n" + tail());
        }
    }

    private String tail() throws IOException {
        List<String> lines = Files.readAllLines(folder.resolve("log"));
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 10), lines.size()));
    }

    /** Ends the node whatever its state, and removes its folder. */
    @Override
    public synchronized void close() {
        process.destroyForcibly().onExit().join();
        FileSystemUtils.deleteRecursively(folder.toFile());
    }
}
