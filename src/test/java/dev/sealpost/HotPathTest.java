package dev.sealpost;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.application.ApplicationId;
import dev.sealpost.broker.Broker;
import dev.sealpost.broker.EmbeddedBroker;
import dev.sealpost.event.ProducerRun;
import dev.sealpost.node.DataDirectory;
import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** The path of an event through a whole node: its warm-up at the start, and how much it allocates. */
@ExtendWith(OutputCaptureExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class HotPathTest {

    private static final String SCRAPER = "the-token-of-the-scraper";
    private static final List<String> TABLES =
            List.of("event", "attempt", "due_delivery", "ended_delivery", "application", "endpoint", "ledger_finding");

    /** A refactoring may move the figure by less than this without notice. */
    private static final double TOLERANCE = 1.1;

    private static final Path FIGURE = Path.of("src/test/resources/dev/sealpost/allocated-bytes.properties");
    private static final String KEY = "bytes-per-event";
    private static final String UPDATE = "tests.update-allocated-bytes";
    private static final int WARM_UP = 1_500;
    private static final int ROUNDS = 3;
    private static final int EVENTS = 700;

    private Node node;
    private Path data = Path.of("");
    private String startLog;

    @BeforeAll
    void start(@TempDir Path folder, CapturedOutput output) throws Exception {
        data = folder;
        node = new Node(folder, "--sealpost.warm-up.time=1s", "--sealpost.metrics.token=" + SCRAPER);
        startLog = output.getAll();
    }

    @AfterAll
    void stop() {
        node.close();
    }

    @Order(1)
    @Test
    void warmsUpWithoutATraceBeforeItIsReady() throws Exception {
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("sealpost-warm-up"));
        assertThat(data.resolve("warm-up")).doesNotExist();
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

    @Order(2)
    @Test
    void allocatesNoMoreForAnEventThanBefore() throws Exception {
        try (AllocationMeter meter = new AllocationMeter()) {
            ApplicationId application = node.anApplication("hot-path");
            node.anEndpoint(application, meter.url());
            URI target = URI.create(node.url("/api/v1/app/" + application.value() + "/msg"));
            String token = node.bean("dataDirectory", DataDirectory.class).secret("api-token");
            meter.send(target, token, WARM_UP);
            List<Long> rounds = new ArrayList<>();
            for (int i = 0; i < ROUNDS; i++) {
                rounds.add(meter.bytesPerEvent(target, token, EVENTS));
            }

            long measured = Collections.min(rounds);

            System.out.println("allocated bytes per event: " + rounds);
            if (Boolean.getBoolean(UPDATE)) {
                Files.writeString(FIGURE, Files.readString(FIGURE).replaceFirst(KEY + "=.*", KEY + "=" + measured));
            }
            long known = known();
            assertThat(measured)
                    .as(
                            "An event allocates %,d bytes; %s says %,d. Find out what allocates more (JFR: jfr view"
                                    + " allocation-by-site). If it is worth it, update the file with:%n  mvn verify"
                                    + " -Dtest=HotPathTest -D%s=true",
                            measured, FIGURE, known, UPDATE)
                    .isLessThan(Math.round(known * TOLERANCE));
        }
    }

    private static long known() throws IOException {
        Properties figures = new Properties();
        try (Reader file = Files.newBufferedReader(FIGURE)) {
            figures.load(file);
        }
        return Long.parseLong(figures.getProperty(KEY));
    }
}
