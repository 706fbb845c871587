package dev.sealpost.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.scenario.Latencies;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;

/** 1,000 events a second through the API, from the moment at which a fresh process says that it is ready. */
final class ColdStart {

    private static final int RATE = 1000;
    private static final Duration TIME = Duration.ofSeconds(30);
    private static final Duration SAMPLE = Duration.ofMillis(100);

    private final ReceiverProcess receiver;
    private final Table table;

    ColdStart(ReceiverProcess receiver, Table table) {
        this.receiver = receiver;
        this.table = table;
    }

    void measure(Store store) throws Exception {
        try (SealpostRun run = SealpostRun.start(store, receiver)) {
            long before = receiver.count();
            receiver.record();
            HttpFeed feed = new HttpFeed();
            AtomicBoolean open = new AtomicBoolean(true);
            Backlog backlog = new Backlog(receiver, before, open);
            Watch watch = new Watch(receiver, run.pid());
            Thread sampler = Thread.ofPlatform().daemon().start(backlog);
            feed.openLoop(run.api(), RATE, TIME, Subscribers.LONE);
            Watch.Span span = watch.end();
            long arrived = receiver.await(before + feed.accepted()) - before;
            open.set(false);
            sampler.join();
            report(store, receiver.latencies(), backlog, span);
            if (feed.refused() > 0) {
                table.detail(feed.refused() + " posts were refused");
            }
            assertThat(arrived).as("deliveries of accepted events").isGreaterThanOrEqualTo(feed.accepted());
        }
    }

    private void report(Store store, Latencies latencies, Backlog backlog, Watch.Span span) {
        table.latency(String.format(Locale.ROOT, "from ready on, %s, REST API, %,d/s", store.name(), RATE), latencies);
        table.detail(String.format(
                Locale.ROOT, "longest wait %,.0f ms, most behind %,d", latencies.milliseconds(1.0), backlog.most));
        table.detail(span.cost(1));
    }

    /** The most events that were due and had not arrived. */
    private static final class Backlog implements Runnable {

        private final ReceiverProcess receiver;
        private final long before;
        private final AtomicBoolean open;
        private final long begun = System.nanoTime();
        private volatile long most;

        Backlog(ReceiverProcess receiver, long before, AtomicBoolean open) {
            this.receiver = receiver;
            this.before = before;
            this.open = open;
        }

        @Override
        public void run() {
            try {
                while (open.get()) {
                    Meter.pass(SAMPLE);
                    long passed = Math.min(System.nanoTime() - begun, TIME.toNanos());
                    most = Math.max(most, passed * RATE / 1_000_000_000L - (receiver.count() - before));
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
