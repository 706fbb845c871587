package dev.sealpost.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Endpoints that hang until the deadline do not delay the healthy ones, and cost neither heap nor threads. */
class IsolatedTest {

    private static final String SECRET = TinyPipeline.SECRET;
    private static final int EVENTS_EACH = 20;
    private static final int ENDPOINTS_PER_APPLICATION = 50;
    private static final int HEALTHY_APPLICATIONS = 20;
    private static final double HEAP_GROWTH = 0.20;
    private static final long THREAD_GROWTH = 20;

    @Test
    void deliversToHealthyEndpointsWhileAHundredHang() throws Exception {
        measure("isolated", new Load(100, 100, Duration.ofSeconds(12)));
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
        Installation installation = Installation.fresh(name, "1g").archived();
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
                int warmUp = load.events(Duration.ofSeconds(5));
                healthyLoad.send(warmUp, load.rate());
                arrivals.awaitHealthy(warmUp, Duration.ofSeconds(30));
                long heapBefore = process.liveBytes("before");
                long threadsBefore = process.platformThreads();
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
                arrivals.awaitHealthy(sent, Duration.ofSeconds(10));
                // Then
                long heap = process.liveBytes("after");
                long threads = process.platformThreads();
                print(name, arrivals, alone, heapBefore, heap, threadsBefore, threads);
                assertThat(arrivals.healthy()).isEqualTo(sent);
                assertThat(arrivals.stuck()).isPositive();
                assertThat(new Books(installation.data()).balance().pending())
                        .as("deliveries that the hanging endpoints are still owed")
                        .isGreaterThan(load.hanging());
                assertThat(heap).isLessThan((long) (heapBefore * (1 + HEAP_GROWTH)));
                assertThat(threads).isLessThan(threadsBefore + THREAD_GROWTH);
            }
        }
    }

    private static void print(
            String name, Arrivals arrivals, Latencies alone, long heapBefore, long heap, long before, long threads) {
        System.out.printf(
                "%s:%n  healthy alone        %s%n  healthy, others hang %s%n  requests that hang   %,d%n"
                        + "  heap after GC        %,d -> %,d bytes (%+.1f %%)%n  platform threads     %d -> %d%n",
                name,
                alone,
                arrivals.latencies(),
                arrivals.stuck(),
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

    /** What the receiver saw, and when the healthy events should have been sent. */
    private static final class Arrivals {

        private final Map<String, Long> intended = new ConcurrentHashMap<>();
        private final Map<String, Long> latencies = new ConcurrentHashMap<>();
        private final LongAdder stuck = new LongAdder();

        void intend(String token, long nanos) {
            intended.put(token, nanos);
        }

        void note(Receipt receipt) {
            if (receipt.path().startsWith("/stuck")) {
                stuck.increment();
            } else {
                latencies.putIfAbsent(receipt.token(), System.nanoTime() - intended.getOrDefault(receipt.token(), 0L));
            }
        }

        void forget() {
            latencies.clear();
        }

        int healthy() {
            return latencies.size();
        }

        long stuck() {
            return stuck.sum();
        }

        Latencies latencies() {
            return new Latencies(latencies.values());
        }

        void awaitHealthy(int count, Duration limit) {
            long deadline = System.nanoTime() + limit.toNanos();
            while (healthy() < count && System.nanoTime() < deadline) {
                LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
            }
        }
    }

    /** Sends at a fixed rate whatever the answers are, so that a late answer cannot hide a delay. */
    private static final class OpenLoop implements AutoCloseable {

        private final SealpostApi api;
        private final List<String> applications;
        private final Arrivals arrivals;
        private final AtomicInteger next = new AtomicInteger();
        private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

        OpenLoop(SealpostApi api, List<String> applications, Arrivals arrivals) {
            this.api = api;
            this.applications = applications;
            this.arrivals = arrivals;
        }

        void send(int count, int rate) {
            long gap = TimeUnit.SECONDS.toNanos(1) / rate;
            long start = System.nanoTime();
            for (int i = 0; i < count; i++) {
                long due = start + i * gap;
                while (System.nanoTime() < due) {
                    LockSupport.parkNanos(due - System.nanoTime());
                }
                int n = next.incrementAndGet();
                arrivals.intend("h-" + n, due);
                threads.execute(() -> post(n));
            }
        }

        private void post(int n) {
            try {
                String payload = "{\"token\":\"h-" + n + "\"}";
                int status =
                        api.postMessage(applications.get(n % applications.size()), "order.created", payload, "h-" + n);
                if (status != 202) {
                    System.out.println("healthy event " + n + " was answered " + status);
                }
            } catch (IOException e) {
                System.out.println("healthy event " + n + " was not answered: " + e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void close() {
            threads.close();
        }
    }
}
