package dev.sealpost.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** 64 clients of the API that post as fast as they are answered, with nothing that holds them back but the answers. */
final class Flood {

    /** The rates have to be level by then. */
    private static final Duration UNTIL_LEVEL = Duration.ofSeconds(10);

    private static final Duration MEASURED = Duration.ofSeconds(20);

    private final ReceiverProcess receiver;
    private final Table table;
    private final SealpostRun run;

    Flood(ReceiverProcess receiver, Table table, SealpostRun run) {
        this.receiver = receiver;
        this.table = table;
        this.run = run;
    }

    void measure(String key, Subscribers subscribers) throws InterruptedException {
        HttpFeed feed = new HttpFeed();
        long before = receiver.count();
        try (Turns.Unbounded turns = new Turns.Unbounded()) {
            List<Thread> clients = feed.messages(run.api(), turns, subscribers);
            Meter.pass(UNTIL_LEVEL);
            long accepted = feed.accepted();
            Watch watch = new Watch(receiver, run.pid());
            Meter.pass(MEASURED);
            Watch.Span span = watch.end();
            accepted = feed.accepted() - accepted;
            long behind = feed.accepted() - (receiver.count() - before);
            turns.close();
            for (Thread client : clients) {
                client.join();
            }
            long arrived = receiver.await(before + feed.accepted()) - before;
            report(key, subscribers, span, accepted, behind);
            if (feed.refused() > 0) {
                table.detail(feed.refused() + " posts were refused");
            }
            assertThat(arrived).as("deliveries of accepted events").isGreaterThanOrEqualTo(feed.accepted());
        }
    }

    private void report(String key, Subscribers subscribers, Watch.Span span, long accepted, long behind) {
        table.rate(key, "Sealpost, REST API, no bound, endpoints: " + subscribers.applications(), span.perSecond());
        table.detail(String.format(
                Locale.ROOT,
                "accepted %,.0f/s, delivered of accepted %.2f, behind at the end %,d",
                accepted / span.seconds(),
                span.deliveries() / (double) Math.max(1, accepted),
                Math.max(0, behind)));
        table.detail(span.cost(1));
    }
}
