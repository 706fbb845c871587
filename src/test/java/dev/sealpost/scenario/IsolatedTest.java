package dev.sealpost.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Endpoints that hang until the deadline do not delay the healthy ones, and cost neither heap nor threads. */
class IsolatedTest {

    private static final String SECRET = TinyPipeline.SECRET;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int EVENTS_EACH = 20;
    private static final int ENDPOINTS_PER_APPLICATION = 50;
    private static final int HEALTHY_APPLICATIONS = 20;
    private static final String REMEMBERED_EVENTS = "100";
    private static final double HEAP_GROWTH = 0.20;
    private static final int THREAD_GROWTH = 20;

    @Test
    void deliversToHealthyEndpointsWhileAHundredHang() throws Exception {
        measure("isolated", new Load(100, 100, Duration.ofSeconds(6)));
    }

    @Test
    @Tag("faults")
    void deliversToHealthyEndpointsWhileAThousandHang() throws Exception {
        measure("isolated-thousand", new Load(1000, 500, Duration.ofSeconds(20)));
    }

    /**
     * @param hanging endpoints
     * @param rate healthy events a second
     */
    private record Load(int hanging, int rate, Duration time) {

        int events(Duration span) {
            return (int) (rate * span.toSeconds());
        }
    }

    private static void measure(String name, Load load) throws Exception {
        // The events that a node remembers for readers have a limit of their own, which the warm-up here already
        // reaches.
        Installation installation =
                Installation.fresh(name, "1g").archived().set("SEALPOST_API_RECENTEVENTS", REMEMBERED_EVENTS);
        Arrivals arrivals = new Arrivals();
        try (Receiver receiver = new Receiver(arrivals::note);
                SealpostProcess process = installation.start().awaitReady(Duration.ofSeconds(60))) {
            // Given
            SealpostApi api = installation.api();
            List<String> healthy =
                    applications(api, receiver, "healthy", HEALTHY_APPLICATIONS, 1, new Manner.Answers(200));
            List<String> stuck = applications(
                    api,
                    receiver,
                    "stuck",
                    load.hanging() / ENDPOINTS_PER_APPLICATION,
                    ENDPOINTS_PER_APPLICATION,
                    new Manner.Hangs());
            try (OpenLoop healthyLoad = new OpenLoop(api, healthy, arrivals)) {
                int warmUp = load.events(Duration.ofSeconds(3));
                healthyLoad.send(warmUp, load.rate());
                arrivals.awaitHealthy(warmUp, PATIENCE);
                long heapBefore = process.liveBytes("before");
                List<String> threadsBefore = process.platformThreads();
                Latencies alone = arrivals.latencies();
                // When
                for (int round = 0; round < EVENTS_EACH; round++) {
                    for (String application : stuck) {
                        assertThat(api.postMessage(application, "order.created", "{\"token\":\"stuck\"}", "s" + round))
                                .isEqualTo(202);
                    }
                }
                arrivals.forget();
                int sent = load.events(load.time());
                healthyLoad.send(sent, load.rate());
                arrivals.awaitHealthy(sent, PATIENCE);
                // Then
                long heap = process.liveBytes("after");
                List<String> threads = process.platformThreads();
                print(name, arrivals, alone, heapBefore, heap, threadsBefore.size(), threads.size());
                assertThat(arrivals.healthy()).isEqualTo(sent);
                assertThat(arrivals.others()).isPositive();
                assertThat(new Books(installation.data()).balance().pending())
                        .as("deliveries that the hanging endpoints are still owed")
                        .isGreaterThan(load.hanging());
                assertThat(heap).isLessThan((long) (heapBefore * (1 + HEAP_GROWTH)));
                // What blocks in a file for a moment has threads added by the JVM and the broker, until they were idle.
                Awaitility.await()
                        .atMost(Duration.ofSeconds(75))
                        .untilAsserted(() -> assertThat(process.platformThreads())
                                .as("threads, before: %s", threadsBefore)
                                .hasSizeLessThan(threadsBefore.size() + THREAD_GROWTH));
            }
        }
    }

    private static void print(
            String name, Arrivals arrivals, Latencies alone, long heapBefore, long heap, int before, int threads) {
        System.out.printf(
                "%s:%n  healthy alone        %s%n  healthy, others hang %s%n  requests that hang   %,d%n"
                        + "  heap after GC        %,d -> %,d bytes (%+.1f %%)%n  platform threads     %d -> %d%n",
                name,
                alone,
                arrivals.latencies(),
                arrivals.others(),
                heapBefore,
                heap,
                100.0 * (heap - heapBefore) / heapBefore,
                before,
                threads);
    }

    private static List<String> applications(
            SealpostApi api, Receiver receiver, String kind, int count, int endpoints, Manner manner)
            throws InterruptedException {
        List<String> applications = new ArrayList<>();
        for (int a = 0; a < count; a++) {
            String application = api.createApplication(kind + "-" + a);
            for (int e = 0; e < endpoints; e++) {
                String url = receiver.endpoint("/" + kind + "/" + a + "/" + e, manner, SECRET);
                api.createEndpoint(application, url, SECRET, List.of("order.*"));
            }
            applications.add(application);
        }
        return applications;
    }
}
