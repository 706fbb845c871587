package dev.sealpost.scenario;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/**
 * What the JVM has made of the classes of the application, read and verified once (class data sharing): a process that starts with
 * it is ready in about half the time. Made anew when the classes have changed, by a process that starts, delivers and ends.
 *
 * @param jar the classes; the JVM archives none from a folder
 * @param archive a JVM that cannot use it starts without
 */
record ClassArchive(Path jar, Path archive) {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Path CLASSES = Path.of("target", "classes");
    private static final Path LIBRARIES = Path.of("target", "runtime-classpath");

    private static final class OfThisBuild {
        static final ClassArchive ARCHIVE = make(Path.of("target", "class-archive"));
    }

    static ClassArchive ofThisBuild() {
        return OfThisBuild.ARCHIVE;
    }

    private static ClassArchive make(Path folder) {
        Path absolute = folder.toAbsolutePath();
        ClassArchive made = new ClassArchive(absolute.resolve("sealpost.jar"), absolute.resolve("sealpost.jsa"));
        try (FileChannel lock = FileChannel.open(
                        Files.createDirectories(absolute).resolve("lock"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE);
                FileLock held = lock.lock()) {
            // The forks of a build make it once: the second waits here for the first.
            if (held.isValid() && !made.isOfNow()) {
                Files.deleteIfExists(made.archive);
                made.pack();
                made.train();
            }
            return made;
        } catch (IOException e) {
            throw new UncheckedIOException("The classes cannot be archived: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private boolean isOfNow() throws IOException {
        if (!Files.exists(archive)) {
            return false;
        }
        FileTime made = Files.getLastModifiedTime(jar);
        try (Stream<Path> classes = Files.walk(CLASSES.toRealPath())) {
            return Stream.concat(classes, Stream.of(LIBRARIES))
                    .map(ClassArchive::modified)
                    .max(Comparator.naturalOrder())
                    .filter(changed -> changed.compareTo(made) < 0)
                    .isPresent();
        }
    }

    private static FileTime modified(Path path) {
        try {
            return Files.getLastModifiedTime(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void pack() {
        int failed = ToolProvider.findFirst("jar")
                .orElseThrow()
                .run(
                        System.out,
                        System.err,
                        "--create",
                        "--no-compress",
                        "--file=" + jar,
                        "-C",
                        CLASSES.toString(),
                        ".");
        if (failed != 0) {
            throw new IllegalStateException("jar ended with " + failed);
        }
    }

    /** The JVM writes the archive when the process ends by itself. */
    private void train() throws IOException, InterruptedException {
        CountDownLatch delivered = new CountDownLatch(1);
        Installation installation = Installation.fresh("class-archive", "512m")
                .from(jar, "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-XX:ArchiveClassesAtExit=" + archive);
        try (Receiver receiver = new Receiver(receipt -> delivered.countDown());
                SealpostProcess process = installation.start().awaitReady(LIMIT)) {
            SealpostApi api = installation.api();
            String application = api.createApplication("training");
            String url = receiver.endpoint("/training", new Manner.Answers(200), TinyPipeline.SECRET);
            api.createEndpoint(application, url, TinyPipeline.SECRET, List.of("order.*"));
            api.postMessage(application, "order.created", "{}", "training");
            if (!delivered.await(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("Nothing was delivered:\n" + process.tail());
            }
            process.terminate(LIMIT);
        }
        installation.deleteData();
    }
}
