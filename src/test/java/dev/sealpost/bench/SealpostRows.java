package dev.sealpost.bench;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** The rows of one running Sealpost. */
final class SealpostRows {

    /** At a high rate there are more of them: five seconds at least. */
    private static final int LATENCIES = 10_000;

    private final ReceiverProcess receiver;
    private final Table table;
    private final SealpostRun run;
    private final String store;

    /** @param store as the table calls it */
    SealpostRows(ReceiverProcess receiver, Table table, SealpostRun run, String store) {
        this.receiver = receiver;
        this.table = table;
        this.run = run;
        this.store = store;
    }

    /** (c): JMS, one endpoint for each event; then the latency at two rates. */
    void jms(JmsFeed producer) throws InterruptedException {
        Meter.Measured measured =
                new JmsLoad(receiver, producer, table).during(Subscribers.ONE_EACH, meter -> meter.median(run.pid()));
        table.rate("c " + store, "Sealpost, JMS producer, fan-out 1", measured.perSecond());
        table.detail(measured.span().cost(1));
        latency(producer, 1000);
        latency(producer, (int) (measured.perSecond() / 2));
    }

    private void latency(JmsFeed producer, int rate) throws InterruptedException {
        receiver.awaitQuiet();
        producer.openLoop(rate, Duration.ofSeconds(3), Subscribers.ONE_EACH);
        receiver.awaitQuiet();
        receiver.record();
        Watch watch = new Watch(receiver, run.pid());
        producer.openLoop(rate, Duration.ofSeconds(Math.max(5, LATENCIES / rate)), Subscribers.ONE_EACH);
        Watch.Span span = watch.end();
        receiver.awaitQuiet();
        table.latency(
                String.format(Locale.ROOT, "publish to receipt on %s, open loop, %,d/s", store, rate),
                receiver.latencies());
        table.detail(span.cost(1));
    }

    /** (d): JMS, ten endpoints for each event. */
    void fanOut(JmsFeed producer) throws InterruptedException {
        Meter.Measured measured =
                new JmsLoad(receiver, producer, table).during(Subscribers.TEN_EACH, meter -> meter.median(run.pid()));
        table.rate("d " + store, "Sealpost, JMS producer, fan-out 10 (deliveries)", measured.perSecond());
        table.detail(measured.span().cost(Subscribers.TEN_EACH.fanOut()));
    }

    /** (e): the API, one endpoint for each event. */
    void api() throws InterruptedException {
        HttpFeed feed = new HttpFeed();
        try (Lead lead = new Lead(receiver, Lead.DELIVERIES, 1)) {
            List<Thread> clients = feed.messages(run.api(), lead, Subscribers.ONE_EACH);
            Meter.Measured measured = new Meter(receiver).median(run.pid());
            lead.close();
            for (Thread client : clients) {
                client.join(Duration.ofSeconds(10));
            }
            table.rate("e " + store, "Sealpost, REST API, fan-out 1", measured.perSecond());
            table.detail(measured.span().cost(1));
        }
        if (feed.refused() > 0) {
            table.detail(feed.refused() + " posts were refused");
        }
    }
}
