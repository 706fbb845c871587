package dev.sealpost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sealpost.scenario.Installation;
import dev.sealpost.scenario.SealpostProcess;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.h2.Driver;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The layout that Maven packs, started by its launcher as a user starts it. */
class LauncherTest {

    private static final Path LAYOUT = Path.of("target", "sealpost").toAbsolutePath();
    private static final Path LAUNCHER = LAYOUT.resolve("bin/sealpost");
    private static final int FIRST_JAVA_WITH_AOT_CACHE = 25;
    private static final String ROUTE = """
            - route:
                id: ask-shop
                description: Asks a database whose driver is a library of the user
                from:
                  uri: timer:once?repeatCount=1
                  steps:
                    - setBody:
                        id: question
                        expression:
                          constant:
                            expression: SELECT 42
                    - to:
                        id: ask
                        uri: jdbc:shop
                    - log:
                        id: tell
                        message: the shop answers ${body}
            """;
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    private Path folder = Path.of("");

    private record Ended(int code, List<String> lines) {}

    @BeforeAll
    static void isPacked() {
        assumeTrue(Files.isExecutable(LAUNCHER), "the layout is made by mvn package");
    }

    private Ended run(Path program, Path directory, Map<String, String> environment, String... arguments)
            throws Exception {
        Path output = folder.resolve("output");
        ProcessBuilder builder = new ProcessBuilder(Stream.concat(Stream.of(program.toString()), Stream.of(arguments))
                        .toList())
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().putAll(environment);
        int code = builder.start().waitFor();
        return new Ended(code, Files.readAllLines(output));
    }

    @Test
    void passesArgumentsOnFromAnyFolderThroughALink() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("link"), LAUNCHER);

        Ended ended = run(link, folder, Map.of(), "check", "--no-such-option");

        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.lines()).first().asString().contains("--no-such-option");
    }

    @Test
    void namesTheJavaThatIsTooOld() throws Exception {
        Path old = Files.createDirectories(folder.resolve("old/bin"));
        Files.createFile(old.resolve("java")).toFile().setExecutable(true);
        Files.writeString(folder.resolve("old/release"), "JAVA_VERSION=\"17.0.15\"\n");

        Ended ended =
                run(LAUNCHER, folder, Map.of("JAVA_HOME", folder.resolve("old").toString()), "--version");

        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.lines()).singleElement().asString().contains(folder + "/old", "Java 21 or newer");
    }

    @Test
    void givesJavaTheOptionsOfTheUser() throws Exception {
        Ended ended = run(LAUNCHER, folder, Map.of("SEALPOST_JAVA_OPTS", "-Xmx77m -XX:+PrintFlagsFinal"), "--version");

        assertThat(ended.lines())
                .anyMatch(line -> line.matches(" *size_t +MaxHeapSize .*= " + 78 * 1024 * 1024 + " .*")
                        || line.matches(" *size_t +MaxHeapSize .*= " + 77 * 1024 * 1024 + " .*"));
    }

    @Test
    void choosesNoCollectorIfAnyOptionOfTheUserDoes() throws Exception {
        for (String variable :
                List.of("SEALPOST_JAVA_OPTS", "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS")) {
            Ended ended = run(LAUNCHER, folder, Map.of(variable, "-XX:+UseParallelGC"), "--version");

            assertThat(ended.code()).as(variable + ": " + ended.lines()).isZero();
        }
    }

    @Test
    void endsTheNodeOfMakeCacheWithTheCommand() throws Exception {
        ProcessBuilder builder = new ProcessBuilder(LAUNCHER.toString(), "make-cache")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile());
        builder.environment()
                .putAll(Map.of(
                        "JAVA_HOME", System.getProperty("java.home"),
                        "SEALPOST_CACHE", folder.resolve("cache").toString(),
                        "SEALPOST_JAVA_OPTS", "-Djava.io.tmpdir=" + folder));
        Process command = builder.start();
        await().atMost(PATIENCE).until(() -> Files.exists(data(folder)));
        List<ProcessHandle> nodes = command.children().toList();

        command.destroy();
        command.waitFor();

        assertThat(nodes).isNotEmpty().noneMatch(ProcessHandle::isAlive);
        assertThat(trainingFolders(folder)).isEmpty();
    }

    private static Path data(Path folder) throws IOException {
        return trainingFolders(folder).stream().findFirst().orElse(folder).resolve("data");
    }

    private static List<Path> trainingFolders(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> String.valueOf(file.getFileName()).startsWith("sealpost-cache"))
                    .toList();
        }
    }

    @Test
    void startsWithACacheAndWithTheLibrariesOfTheUser() throws Exception {
        Path cache = Files.createDirectory(folder.resolve("cache"));
        Installation installation =
                Installation.fresh("launcher", "256m").launchedBy(LAUNCHER).set("SEALPOST_CACHE", cache.toString());
        Path home = installation.folder().resolve("home");
        Path driver = Path.of(
                Driver.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        Files.createDirectories(home.resolve("lib"));
        Files.copy(driver, home.resolve("lib/driver.jar"));
        Files.createDirectories(home.resolve("config"));
        Files.writeString(
                home.resolve("config/application.yaml"), "sealpost.data-sources.shop.url: jdbc:h2:mem:shop\n");
        Files.createDirectories(home.resolve("routes"));
        Files.writeString(home.resolve("routes/ask-shop.camel.yaml"), ROUTE);
        Ended made = run(
                LAUNCHER,
                folder,
                Map.of("SEALPOST_CACHE", cache.toString(), "SEALPOST_JAVA_OPTS", "-Xmx256m"),
                "make-cache",
                "--events=50");
        assertThat(made.code()).as(made.lines().toString()).isZero();

        try (SealpostProcess node = installation.start().awaitReady(PATIENCE)) {
            assertThat(node.logged("cache.used")).hasSize(1);
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(node.logged("the shop answers"))
                            .first()
                            .asString()
                            .contains("42"));
            assertThat(node.terminate(PATIENCE)).isZero();
        }

        assumeTrue(Runtime.version().feature() >= FIRST_JAVA_WITH_AOT_CACHE, "an older Java does not tell");
        truncateFilesIn(cache);
        try (SealpostProcess node = installation.start().awaitReady(PATIENCE)) {
            assertThat(node.logged("cache.unused")).singleElement().asString().contains("damaged", "make-cache");
        }
    }

    private static void truncateFilesIn(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                try (FileChannel content = FileChannel.open(file, StandardOpenOption.WRITE)) {
                    content.truncate(content.size() / 2);
                }
            }
        }
    }
}
