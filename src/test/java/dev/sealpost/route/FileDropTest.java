package dev.sealpost.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.event.Event;
import dev.sealpost.route.camel.EventCamel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Shipped routes that start with a file. */
class FileDropTest {

    private final List<EventCamel> nodes = new ArrayList<>();
    private Path folder = Path.of(".");

    @BeforeEach
    void makeFolder(@TempDir Path temporary) {
        folder = temporary;
    }

    @AfterEach
    void stop() {
        nodes.forEach(EventCamel::close);
    }

    private EventCamel node(String file) throws Exception {
        EventCamel node = new EventCamel();
        nodes.add(node);
        String id = file.replaceFirst("\\..*", "");
        Map.of(
                        id + ".start", "true",
                        id + ".application", "acme",
                        id + ".folder", folder.toString())
                .forEach(node::configure);
        node.load("routes/" + file, Files.readString(Path.of("routes", file)));
        return node;
    }

    private static ConditionFactory eventually() {
        return Awaitility.await().atMost(Duration.ofSeconds(10)).pollInterval(Duration.ofMillis(20));
    }

    private static String body(Event event) {
        return new String(event.payload().bytes(), StandardCharsets.UTF_8);
    }

    /** Drops a file with an old modification time, so that the route need not wait. */
    private void drop(String name, String text) throws IOException {
        Path file = Files.writeString(folder.resolve(name), text);
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(60)));
    }

    private List<String> in(String name) {
        Path in = folder.resolve(name);
        if (!Files.isDirectory(in)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(in)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .filter(file -> !file.endsWith(".camelLock")) // Camel locks a file while it reads it
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void publishesAFileAndMovesItAway() throws Exception {
        drop("a.json", "{\"price\": 1.10}");
        drop("a.part", "{");
        EventCamel node = node("files-to-events.camel.yaml");

        eventually().until(() -> !in("done").isEmpty());

        assertThat(node.publisher.published).singleElement().satisfies(event -> {
            assertThat(body(event)).isEqualTo("{\"price\": 1.10}");
            assertThat(event.type().name()).isEqualTo("file.dropped");
        });
        assertThat(in("done")).singleElement().asString().endsWith("-a.json");
        assertThat(in("")).containsExactly("a.part");
    }

    @Test
    void publishesTheSameEventForAFileThatIsReadAgain() throws Exception {
        drop("a.json", "{\"n\": 1}");
        drop("b.json", "{\"n\": 1}");
        EventCamel node = node("files-to-events.camel.yaml");
        eventually().until(() -> in("done").size() == 2);

        drop("a.json", "{\"n\": 1}");
        eventually().until(() -> in("done").size() == 3);
        drop("a.json", "{\"n\": 2}");
        eventually().until(() -> in("done").size() == 4);

        List<Event> published = node.publisher.published;
        assertThat(published.get(2).id()).isEqualTo(published.get(0).id());
        assertThat(published.stream().map(Event::id).distinct()).hasSize(3);
    }

    @Test
    void movesAnInvalidFileAwayWithTheReason() throws Exception {
        drop("bad.json", "{\"n\": ");
        drop("large.json", "{\"n\": \"" + "x".repeat(1024 * 1024) + "\"}");
        EventCamel node = node("files-to-events.camel.yaml");

        eventually().until(() -> in("failed").size() == 4);

        assertThat(in("failed"))
                .anyMatch(name -> name.endsWith("-bad.json"))
                .anyMatch(name -> name.endsWith("-large.json"));
        assertThat(Files.readString(folder.resolve("failed/bad.json.reason.txt")))
                .isNotBlank();
        assertThat(Files.readString(folder.resolve("failed/large.json.reason.txt")))
                .contains("1048576");
        assertThat(node.publisher.published).isEmpty();
        assertThat(in("")).isEmpty();
    }

    @Test
    void keepsAFileThatCannotBePublishedNow() throws Exception {
        EventCamel node = node("files-to-events.camel.yaml");
        node.publisher.full = true;
        drop("a.json", "{}");
        eventually().until(() -> node.publisher.refused.get() > 0);
        assertThat(in("")).containsExactly("a.json");

        node.publisher.full = false;

        eventually().until(() -> !in("done").isEmpty());
        assertThat(node.publisher.published).hasSize(1);
        assertThat(in("failed")).isEmpty();
    }

    @Test
    void publishesEachLineOfAFile() throws Exception {
        drop("a.txt", "one\r\n\nzwölf\none\n");
        EventCamel node = node("lines-to-events.camel.xml");

        eventually().until(() -> !in("done").isEmpty());

        assertThat(node.publisher.published).extracting(FileDropTest::body).containsExactly("one", "zwölf", "one");
        assertThat(node.publisher.published).extracting(Event::id).doesNotHaveDuplicates();
        assertThat(node.publisher.published)
                .extracting(event -> event.content().type())
                .containsOnly("text/plain");
    }

    @Test
    void movesAFileWithInvalidLinesAwayWithTheirNumbers() throws Exception {
        byte[] latin = "one\nzwölf\nthree\n".getBytes(StandardCharsets.ISO_8859_1);
        Files.write(folder.resolve("a.txt"), latin);
        drop("b.txt", "x".repeat(1024 * 1024) + "\n" + "x".repeat(1024 * 1024 + 1) + "\nlast");
        EventCamel node = node("lines-to-events.camel.xml");

        eventually().until(() -> in("failed").size() == 4);

        assertThat(Files.readString(folder.resolve("failed/a.txt.reason.txt")))
                .isEqualTo("line 2 is not UTF-8; no line of the file was published");
        assertThat(Files.readString(folder.resolve("failed/b.txt.reason.txt")))
                .isEqualTo("line 2 is longer than 1048576 bytes; no line of the file was published");
        assertThat(node.publisher.published).isEmpty();
        Path failed = folder.resolve("failed")
                .resolve(in("failed").stream()
                        .filter(name -> name.endsWith("-a.txt"))
                        .findFirst()
                        .orElseThrow());
        assertThat(failed).hasBinaryContent(latin);

        drop("a.txt", "one\nzwölf\nthree\n");

        eventually().until(() -> !in("done").isEmpty());
        assertThat(node.publisher.published).extracting(FileDropTest::body).containsExactly("one", "zwölf", "three");
    }

    @ParameterizedTest
    @CsvSource({"files-to-events.camel.yaml, a.json", "lines-to-events.camel.xml, a.txt"})
    void followsNoLinkOutOfTheFolder(String route, String name, @TempDir Path elsewhere) throws Exception {
        Path secret = Files.writeString(elsewhere.resolve("secret"), "{\"of\": \"somebody else\"}\n");
        Files.setLastModifiedTime(secret, FileTime.from(Instant.now().minusSeconds(60)));
        Files.createSymbolicLink(folder.resolve(name), secret);
        EventCamel node = node(route);

        eventually().until(() -> in("failed").size() == 2);

        assertThat(node.publisher.published).isEmpty();
        assertThat(Files.readString(folder.resolve("failed/" + name + ".reason.txt")))
                .isEqualTo("it is not a regular file; links are not followed");
        assertThat(in("failed"))
                .filteredOn(moved -> moved.endsWith("-" + name))
                .allSatisfy(moved ->
                        assertThat(folder.resolve("failed").resolve(moved)).isSymbolicLink());
        assertThat(secret).hasContent("{\"of\": \"somebody else\"}\n");
    }
}
