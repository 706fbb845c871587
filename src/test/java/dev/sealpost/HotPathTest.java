package dev.sealpost;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.broker.Broker;
import dev.sealpost.broker.EmbeddedBroker;
import dev.sealpost.event.ProducerRun;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** The path of an event through a whole node: its warm-up at the start. */
@ExtendWith(OutputCaptureExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HotPathTest {

    private static final String SCRAPER = "the-token-of-the-scraper";
    private static final List<String> TABLES =
            List.of("event", "attempt", "due_delivery", "ended_delivery", "application", "endpoint", "ledger_finding");

    private Node node;
    private List<Path> scratchBefore;
    private String startLog;

    @BeforeAll
    void start(@TempDir Path folder, CapturedOutput output) throws Exception {
        scratchBefore = scratchFolders();
        node = new Node(folder, "--sealpost.warm-up.time=1s", "--sealpost.metrics.token=" + SCRAPER);
        startLog = output.getAll();
    }

    @AfterAll
    void stop() {
        node.close();
    }

    @Test
    void warmsUpWithoutATraceBeforeItIsReady() throws Exception {
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("sealpost-warm-up"));
        assertThat(scratchFolders()).isEqualTo(scratchBefore);
        assertThat(TABLES)
                .allSatisfy(table -> assertThat(node.count(table)).as(table).isZero());
        assertThat(node.bean("producerRun", ProducerRun.class).last()).isZero();
        EmbeddedBroker broker = (EmbeddedBroker) node.bean("broker", Broker.class);
        assertThat(broker.server().getActiveMQServerControl().getQueueNames())
                .noneMatch(name -> name.contains("warm-up"));
        assertThat(broker.server().getTotalMessagesAdded()).isZero();
        assertThat(countersThatMoved()).isEmpty();
        assertThat(startLog.lines())
                .noneMatch(line -> line.contains("warm-up") || line.contains(" WARN ") || line.contains(" ERROR "));
    }

    /** Counts of events, deliveries and attempts that are not zero. */
    private List<String> countersThatMoved() throws Exception {
        HttpRequest.Builder scrape = HttpRequest.newBuilder(URI.create(node.url("/actuator/prometheus")))
                .header("Authorization", "Bearer " + SCRAPER);
        return node.send(scrape)
                .body()
                .lines()
                .filter(line -> line.matches("sealpost_(events|deliver|attempt|webhook|ledger).*(_total|_count).* .*"))
                .filter(line -> !line.matches(".* 0([.]0)?"))
                .toList();
    }

    private static List<Path> scratchFolders() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(file -> file.getFileName().toString().startsWith("sealpost-warm-up"))
                    .sorted()
                    .toList();
        }
    }
}
