package dev.sealpost.delivery.record;

import dev.sealpost.database.WriterSession;
import java.sql.SQLException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts what the recorder records, for metrics and the console. For the recorder's thread. */
public final class RecorderMetrics {

    private static final Logger LOG = LoggerFactory.getLogger(RecorderMetrics.class);

    private final DeliveryMetrics figures;
    private final AttemptMinutes minutes;

    public RecorderMetrics(DeliveryMetrics figures, AttemptMinutes minutes) {
        this.figures = figures;
        this.minutes = minutes;
    }

    /** What goes into the transaction itself. */
    void write(WriterSession session) throws SQLException {
        minutes.write(session);
    }

    /** The transaction is committed. Never throws: what is recorded is recorded, counted or not. */
    void committed(List<Committed> facts, LedgerCounts ledger, long transactionNanos) {
        try {
            figures.add(facts, ledger, transactionNanos);
            minutes.add(facts);
        } catch (RuntimeException e) {
            LOG.warn("recorder.not-counted facts={} reason={}", facts.size(), e.toString());
        }
    }

    /** The next transaction is the last. */
    void hurry() {
        minutes.hurry();
    }
}
