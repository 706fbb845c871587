package dev.sealpost.bench;

import java.time.Duration;
import java.util.List;

/** A JMS producer that sends as fast as it can, at most so far ahead of the receiver. */
final class JmsLoad {

    private static final int FEWEST_EVENTS_AHEAD = 2048;

    private final ReceiverProcess receiver;
    private final JmsFeed producer;
    private final Table table;

    JmsLoad(ReceiverProcess receiver, JmsFeed producer, Table table) {
        this.receiver = receiver;
        this.producer = producer;
        this.table = table;
    }

    /** Measurement that is taken while the load is on. */
    interface Measurement<T> {

        T take(Meter meter) throws InterruptedException;
    }

    <T> T during(Subscribers subscribers, Measurement<T> measurement) throws InterruptedException {
        int fanOut = subscribers.fanOut();
        try (Lead lead = new Lead(receiver, Math.max(Lead.DELIVERIES / fanOut, FEWEST_EVENTS_AHEAD), fanOut)) {
            List<Thread> sessions = producer.flood(lead, subscribers);
            T measured = measurement.take(new Meter(receiver));
            lead.close();
            for (Thread session : sessions) {
                session.join(Duration.ofSeconds(10));
            }
            if (producer.failures() > 0) {
                table.note(producer.failures() + " sends were not confirmed");
            }
            return measured;
        }
    }
}
