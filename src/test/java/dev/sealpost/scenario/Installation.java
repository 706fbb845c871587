package dev.sealpost.scenario;

import dev.sealpost.broker.Brokers;
import dev.sealpost.port.FreePorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** A Sealpost on this machine: its folders, its ports and its settings, which stay the same from start to start. */
public final class Installation {

    private static final String MAIN_CLASS = "dev.sealpost.SealpostApplication";

    private final Path folder;
    private final Map<String, String> environment = new HashMap<>();
    private final List<String> javaOptions = new ArrayList<>(List.of("--enable-native-access=ALL-UNNAMED"));
    private final int httpPort;
    private final int corePort;
    private final int amqpPort;
    private Optional<String> umask = Optional.empty();
    private final AtomicInteger starts = new AtomicInteger();
    private Path classes = Path.of("target", "classes").toAbsolutePath();
    private List<String> program = List.of(MAIN_CLASS);
    private boolean launched;

    /**
     * Installs into an empty folder below {@code target/scenario}.
     *
     * @param heap as {@code -Xmx} takes it, such as {@code 512m}
     */
    public static Installation fresh(String name, String heap) throws IOException {
        Path folder = Path.of("target", "scenario", name).toAbsolutePath();
        deleteAll(folder);
        Files.createDirectories(folder.resolve("home"));
        return new Installation(folder, heap);
    }

    private Installation(Path folder, String heap) {
        this.folder = folder;
        javaOptions.add("-Xmx" + heap);
        httpPort = FreePorts.next();
        corePort = FreePorts.next();
        amqpPort = FreePorts.next();
        set("SERVER_PORT", Integer.toString(httpPort));
        set("SEALPOST_HOME", folder.resolve("home").toString());
        set("SEALPOST_DATA", data().toString());
        set("SEALPOST_EGRESS_ALLOW", "127.0.0.0/8");
        set("SEALPOST_WARMUP_TIME", "0s");
        set("SEALPOST_BROKER_CORE_PORT", Integer.toString(corePort));
        set("SEALPOST_BROKER_AMQP_PORT", Integer.toString(amqpPort));
    }

    /** Sets an environment variable for the starts to come. */
    public Installation set(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /** Leaves an environment variable to its default. */
    Installation unset(String variable) {
        environment.remove(variable);
        return this;
    }

    /** Starts with this file mode creation mask, such as {@code 022}. */
    Installation umask(String mask) {
        umask = Optional.of(mask);
        return this;
    }

    /** Trades peak speed for a short start, and begins with a short journal: for scenarios that start often. */
    Installation quickStart() throws IOException {
        Path config = Files.createDirectories(folder.resolve("home").resolve("config"));
        Files.writeString(config.resolve("broker.xml"), Brokers.withShortJournal());
        javaOptions.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        return archived();
    }

    /** Half as long until it is ready, and nothing else. */
    Installation archived() {
        ClassArchive archive = ClassArchive.ofThisBuild();
        // An option of ours costs a part of it, and the JVM complains.
        return from(archive.jar(), "-XX:SharedArchiveFile=" + archive.archive(), "-Xlog:cds=off");
    }

    /** Starts the application in this jar. */
    Installation from(Path jar, String... options) {
        classes = jar;
        javaOptions.addAll(List.of(options));
        return this;
    }

    /** Starts what is in this jar, with the libraries in it, instead of this build. */
    Installation packed(Path jar) {
        program = List.of("-jar", jar.toString());
        return this;
    }

    /** Starts what this launcher starts, with its class path and its options of Java. */
    public Installation launchedBy(Path launcher) {
        set("JAVA_HOME", System.getProperty("java.home"));
        set("SEALPOST_JAVA_OPTS", String.join(" ", javaOptions));
        program = List.of(launcher.toString());
        launched = true;
        return this;
    }

    /** Starts the process and returns at once. */
    public SealpostProcess start() {
        List<String> command = new ArrayList<>();
        umask.ifPresent(mask -> command.addAll(List.of("sh", "-c", "umask " + mask + "; exec \"$@\"", "sh")));
        if (!launched) {
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(javaOptions);
        }
        command.addAll(program);
        Path log = folder.resolve("sealpost-" + starts.incrementAndGet() + ".log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().put("CLASSPATH", runtimeClasspath());
        builder.environment().putAll(environment);
        try {
            return new SealpostProcess(builder.start(), log, URI.create("http://127.0.0.1:" + httpPort));
        } catch (IOException e) {
            throw new UncheckedIOException("Sealpost cannot be started: " + e.getMessage(), e);
        }
    }

    /** Returns the class path that the application ships with; Maven writes it before the tests. */
    private String runtimeClasspath() {
        Path file = Path.of("target", "runtime-classpath");
        try {
            return classes
                    + System.getProperty("path.separator")
                    + Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(file.toAbsolutePath() + " is missing: run this test through Maven", e);
        }
    }

    public Path folder() {
        return folder;
    }

    public Path data() {
        return folder.resolve("data");
    }

    public int corePort() {
        return corePort;
    }

    public int amqpPort() {
        return amqpPort;
    }

    /** The generated password of the broker user {@code sealpost}; there once the application was ready. */
    public String brokerPassword() {
        return secret("broker-password");
    }

    /** A client of the API with the generated token; the application must have been ready once. */
    public SealpostApi api() {
        return new SealpostApi(URI.create("http://127.0.0.1:" + httpPort), secret("api-token"));
    }

    /** A client of the API of this node with a token that another node of the same database made. */
    SealpostApi api(SealpostApi other) {
        return other.at(URI.create("http://127.0.0.1:" + httpPort));
    }

    /** Frees the disk after a run; the logs stay. */
    public void deleteData() throws IOException {
        deleteAll(data());
    }

    private String secret(String name) {
        try {
            return Files.readString(data().resolve(name)).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("The secret " + name + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static void deleteAll(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(path);
            }
        }
    }
}
