package dev.sealpost.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.port.FreePorts;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A node with 10,000 endpoints, of which 1,000 are dead, and 1,000,000 deliveries that are due at its start. Prints the figures
 * of docs/performance.md; {@code -Dscenario.size=0.1} does it with a tenth of the deliveries.
 */
@Tag("faults")
class ScaleTest {

    private static final int APPLICATIONS = 10;
    private static final int ENDPOINTS = 10_000;
    private static final int DEAD = 1_000;
    private static final int DESTINATIONS_PER_EVENT = 10;
    private static final int DELIVERIES =
            (int) (1_000_000 * Double.parseDouble(System.getProperty("scenario.size", "1")));
    private static final int RATE = 100;
    private static final Duration MEASURED = Duration.ofSeconds(30);
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final String SECRET = TinyPipeline.SECRET;

    private static final String EVENTS = """
            INSERT INTO event (id, application_id, type, content_type, payload, created_at, broker_message_id, destinations)
            WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < %1$d)
            SELECT 'msg_scale' || i, (SELECT application FROM temp.known WHERE number = i %% %2$d * %3$d), 'order.created',
                'application/json', CAST('{"filling":"%4$s"}' AS BLOB), %5$d, -1 - i, ''
            FROM n
            """;

    private static final String ROWS = """
            INSERT INTO due_delivery (event_id, destination_id, application_id, cycle, attempt_number, triggered_by, due_at,
                reason, fault_count, lease_count)
            WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < %1$d),
                j (j) AS (SELECT 0 UNION ALL SELECT j + 1 FROM j WHERE j + 1 < %6$d)
            SELECT 'msg_scale' || i, known.id, known.application, 1, 2, 'scheduled', %5$d, 'retry', 0, 0
            FROM n, j JOIN temp.known ON known.number = i %% %2$d * %3$d + (i / %2$d * %6$d + j) %% %3$d
            """;

    private final Arrivals arrivals = new Arrivals();

    private record Known(String id, String application) {}

    @Test
    void startsWithAMillionDueDeliveriesAndManyEndpoints() throws Exception {
        Installation installation = Installation.fresh("scale", "1g").unset("SEALPOST_WARMUP_TIME");
        try (Receiver receiver = new Receiver(arrivals::note)) {
            // Given
            Duration created;
            Duration inserted;
            String healthy;
            List<Known> endpoints;
            try (SealpostProcess process = installation.start().awaitReady(LIMIT)) {
                long begun = System.nanoTime();
                endpoints = endpoints(installation.api(), receiver.endpoint("/many", new Manner.Counts(200), SECRET));
                healthy = installation.api().createApplication("healthy");
                String url = receiver.endpoint("/healthy/1", new Manner.Answers(200), SECRET);
                installation.api().createEndpoint(healthy, url, SECRET, List.of("order.*"));
                created = Duration.ofNanos(System.nanoTime() - begun);
                assertThat(process.terminate(LIMIT)).isZero();
            }
            long filling = System.nanoTime();
            insert(installation, endpoints);
            inserted = Duration.ofNanos(System.nanoTime() - filling);
            // When
            long started = System.nanoTime();
            try (SealpostProcess process = installation.start().awaitReady(LIMIT)) {
                Duration ready = Duration.ofNanos(System.nanoTime() - started);
                Awaitility.await().atMost(LIMIT).until(() -> arrivals.others() > 0);
                Duration first = Duration.ofNanos(System.nanoTime() - started);
                try (OpenLoop live = new OpenLoop(installation.api(), List.of(healthy), arrivals)) {
                    long before = arrivals.others();
                    long begin = System.nanoTime();
                    int count = (int) (RATE * MEASURED.toSeconds());
                    live.send(count, RATE);
                    double rate = (arrivals.others() - before) * 1e9 / (System.nanoTime() - begin);
                    arrivals.awaitHealthy(count, LIMIT);
                    // Then
                    System.out.printf(
                            "scale: %,d endpoints (created in %s), %,d rows (inserted in %s)%n  ready after           %s%n"
                                    + "  first delivery after  %s%n  delivers              %,.0f a second%n"
                                    + "  healthy at %d/s      %s%n  proportional memory   %,d bytes%n  heap after GC         %,d bytes%n",
                            ENDPOINTS,
                            created,
                            DELIVERIES,
                            inserted,
                            ready,
                            first,
                            rate,
                            RATE,
                            arrivals.latencies(),
                            process.proportionalBytes(),
                            process.liveBytes("scale"));
                    assertThat(arrivals.healthy()).isEqualTo(count);
                    assertThat(arrivals.others()).isGreaterThan(before);
                }
            }
        }
        installation.deleteData();
    }

    private static List<Known> endpoints(SealpostApi api, String alive) throws Exception {
        String dead = "http://127.0.0.1:" + FreePorts.next() + "/dead";
        List<String> applications = new ArrayList<>();
        for (int i = 0; i < APPLICATIONS; i++) {
            applications.add(api.createApplication("scale-" + i));
        }
        int each = ENDPOINTS / APPLICATIONS;
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Future<Known>> created = IntStream.range(0, ENDPOINTS)
                    .mapToObj(number -> threads.submit(() -> {
                        String application = applications.get(number / each);
                        String url = number % (ENDPOINTS / DEAD) == 0 ? dead : alive;
                        return new Known(api.createEndpoint(application, url, SECRET, List.of("order.*")), application);
                    }))
                    .toList();
            List<Known> endpoints = new ArrayList<>();
            for (Future<Known> endpoint : created) {
                endpoints.add(endpoint.get());
            }
            return endpoints;
        }
    }

    private static void insert(Installation installation, List<Known> endpoints) throws SQLException {
        try (Connection connection = DriverManager.getConnection(
                        "jdbc:sqlite:" + installation.data().resolve("sealpost.db"));
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("CREATE TEMP TABLE known (number INTEGER PRIMARY KEY, id TEXT, application TEXT)");
            try (PreparedStatement row = connection.prepareStatement("INSERT INTO temp.known VALUES (?, ?, ?)")) {
                for (int number = 0; number < endpoints.size(); number++) {
                    row.setInt(1, number);
                    row.setString(2, endpoints.get(number).id());
                    row.setString(3, endpoints.get(number).application());
                    row.addBatch();
                }
                row.executeBatch();
            }
            Object[] sizes = {
                DELIVERIES / DESTINATIONS_PER_EVENT,
                APPLICATIONS,
                ENDPOINTS / APPLICATIONS,
                "x".repeat(186),
                System.currentTimeMillis() - 60_000,
                DESTINATIONS_PER_EVENT
            };
            statement.execute(EVENTS.formatted(sizes));
            statement.execute(ROWS.formatted(sizes));
            connection.commit();
        }
    }
}
