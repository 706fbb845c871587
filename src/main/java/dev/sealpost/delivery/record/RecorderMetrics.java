package dev.sealpost.delivery.record;

import dev.sealpost.database.WriterSession;
import java.sql.SQLException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts recorded facts, for metrics and the console. Confined to the recorder's thread. */
public final class RecorderMetrics {

    private static final Logger LOG = LoggerFactory.getLogger(RecorderMetrics.class);

    private final DeliveryMetrics metrics;
    private final AttemptMinutes minutes;

    public RecorderMetrics(DeliveryMetrics metrics, AttemptMinutes minutes) {
        this.metrics = metrics;
        this.minutes = minutes;
    }

    /** Writes the counts that belong to the transaction. */
    void write(WriterSession session) throws SQLException {
        minutes.write(session);
    }

    /** Counts the facts of a commit. Never throws. */
    void committed(List<Committed> facts, LedgerCounts ledger, long transactionNanos) {
        try {
            metrics.add(facts, ledger, transactionNanos);
            minutes.add(facts);
        } catch (RuntimeException e) {
            LOG.warn("recorder.metrics-failed facts={} reason={}", facts.size(), e.toString());
        }
    }

    /** Makes the next transaction, the last one, write all counts. */
    void flushNext() {
        minutes.flushNext();
    }
}
