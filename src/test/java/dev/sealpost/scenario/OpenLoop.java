package dev.sealpost.scenario;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Sends at a fixed rate whatever the answers are, so that a late answer cannot hide a delay. */
final class OpenLoop implements AutoCloseable {

    private final SealpostApi api;
    private final List<String> applications;
    private final Arrivals arrivals;
    private final AtomicInteger next = new AtomicInteger();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /** @param applications of healthy endpoints, in turn */
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
            int status = api.postMessage(applications.get(n % applications.size()), "order.created", payload, "h-" + n);
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
