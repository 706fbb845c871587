package dev.sealpost.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.event.Event;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shipped routes that start with a time or a file. */
class TriggersTest {

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
                        id + ".folder", folder.toString(),
                        id + ".cron", "* * * * * ?",
                        id + ".time-zone", "UTC")
                .forEach(node.camel.getPropertiesComponent()::addInitialProperty);
        PluginHelper.getRoutesLoader(node.camel)
                .loadRoutes(
                        ResourceHelper.fromString("file:routes/" + file, Files.readString(Path.of("routes", file))));
        return node;
    }

    private static Map<String, String> bodiesById(EventCamel node) {
        return List.copyOf(node.publisher.published).stream()
                .collect(Collectors.toMap(event -> event.id().value(), TriggersTest::body));
    }

    private static String body(Event event) {
        return new String(event.payload().bytes(), StandardCharsets.UTF_8);
    }

    /** Written a while ago, so that it need not be waited for. */
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
                    .filter(file -> !file.endsWith(".camelLock")) // Camel's mark while it looks at a file
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void publishesTheSameEventOnEveryNodeForATime() throws Exception {
        EventCamel one = node("schedule-to-events.camel.yaml");
        EventCamel other = node("schedule-to-events.camel.yaml");

        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> {
            Set<String> both = new HashSet<>(bodiesById(one).keySet());
            both.retainAll(bodiesById(other).keySet());
            return both.size() >= 2;
        });

        Map<String, String> first = bodiesById(one);
        Map<String, String> second = bodiesById(other);
        assertThat(first.values())
                .doesNotHaveDuplicates()
                .allMatch(body -> body.matches("\\{\"scheduledFor\": \"20..-..-..T..:..:..Z\"}"));
        second.keySet().retainAll(first.keySet());
        assertThat(first).containsAllEntriesOf(second);
    }

    @Test
    void publishesAFileAndMovesItAway() throws Exception {
        drop("a.json", "{\"price\": 1.10}");
        drop("a.part", "{");
        EventCamel node = node("files-to-events.camel.yaml");

        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() -> !in("done").isEmpty());

        assertThat(node.publisher.published).singleElement().satisfies(event -> {
            assertThat(body(event)).isEqualTo("{\"price\": 1.10}");
            assertThat(event.type().name()).isEqualTo("file.dropped");
        });
        assertThat(in("done")).singleElement().asString().endsWith("-a.json");
        assertThat(in("")).containsExactly("a.part");
    }

    @Test
    void publishesTheSameEventOfAFileThatIsTakenAgain() throws Exception {
        drop("a.json", "{\"n\": 1}");
        drop("b.json", "{\"n\": 1}");
        EventCamel node = node("files-to-events.camel.yaml");
        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> in("done").size() == 2);

        drop("a.json", "{\"n\": 1}");
        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> in("done").size() == 3);
        drop("a.json", "{\"n\": 2}");
        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> in("done").size() == 4);

        List<Event> published = node.publisher.published;
        assertThat(published.get(2).id()).isEqualTo(published.get(0).id());
        assertThat(published.stream().map(Event::id).distinct()).hasSize(3);
    }

    @Test
    void movesAFileThatIsNoEventAwayAndSaysWhy() throws Exception {
        drop("bad.json", "{\"n\": ");
        drop("large.json", "{\"n\": \"" + "x".repeat(1024 * 1024) + "\"}");
        EventCamel node = node("files-to-events.camel.yaml");

        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() -> in("failed").size() == 4);

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
    void leavesAFileThatCannotBePublishedNow() throws Exception {
        EventCamel node = node("files-to-events.camel.yaml");
        node.publisher.full = true;
        drop("a.json", "{}");
        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> node.publisher.refused.get() > 0);
        assertThat(in("")).containsExactly("a.json");

        node.publisher.full = false;

        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() -> !in("done").isEmpty());
        assertThat(node.publisher.published).hasSize(1);
        assertThat(in("failed")).isEmpty();
    }

    @Test
    void publishesEachLineOfAFile() throws Exception {
        drop("a.txt", "one\r\n\nzwölf\none\n");
        EventCamel node = node("lines-to-events.camel.xml");

        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() -> !in("done").isEmpty());

        assertThat(node.publisher.published).extracting(TriggersTest::body).containsExactly("one", "zwölf", "one");
        assertThat(node.publisher.published).extracting(Event::id).doesNotHaveDuplicates();
        assertThat(node.publisher.published)
                .extracting(event -> event.content().type())
                .containsOnly("text/plain");
    }
}
