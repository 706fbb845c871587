package dev.sealpost.delivery;

import dev.sealpost.database.WriterSession;
import java.sql.SQLException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts what the recorder records, for metrics and the console. For the recorder's thread. */
final class Tally {

    private static final Logger LOG = LoggerFactory.getLogger(Tally.class);

    private final Figures figures;
    private final AttemptMinutes minutes;

    Tally(Figures figures, AttemptMinutes minutes) {
        this.figures = figures;
        this.minutes = minutes;
    }

    /** What goes into the transaction itself. */
    void write(WriterSession session) throws SQLException {
        minutes.write(session);
    }

    /** The transaction is committed. Never throws: what is recorded is recorded, counted or not. */
    void committed(List<Entry> entries, Ledger ledger, long transactionNanos) {
        try {
            figures.add(entries, ledger, transactionNanos);
            minutes.add(entries);
        } catch (RuntimeException e) {
            LOG.warn("recorder.not-counted entries={} reason={}", entries.size(), e.toString());
        }
    }

    /** The next transaction is the last. */
    void hurry() {
        minutes.hurry();
    }
}
