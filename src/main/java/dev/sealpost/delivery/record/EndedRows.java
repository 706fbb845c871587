package dev.sealpost.delivery.record;

import dev.sealpost.application.ApplicationId;
import dev.sealpost.database.WriterSession;
import dev.sealpost.delivery.Delivery;
import dev.sealpost.delivery.DeliveryKey;
import java.sql.SQLException;
import java.time.Instant;

/** Writes the table {@code ended_delivery}: deliveries that ended without success. */
final class EndedRows {

    private static final String INSERT = """
            INSERT INTO ended_delivery (event_id, destination_id, application_id, cycle, ending, reason, ended_at)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT DO NOTHING
            """;

    private EndedRows() {}

    /** Ending of a delivery. */
    enum Ending {
        DEAD("dead", LedgerCounts.Count.DEAD),
        EXPIRED("expired", LedgerCounts.Count.EXPIRED),
        CANCELLED("cancelled", LedgerCounts.Count.CANCELLED);

        private final String word;
        private final LedgerCounts.Count count;

        Ending(String word, LedgerCounts.Count count) {
            this.word = word;
            this.count = count;
        }
    }

    /** A delivery that ends, without its event. */
    record Owed(DeliveryKey key, ApplicationId application, int cycle) {

        static Owed of(Delivery delivery) {
            return new Owed(
                    delivery.key(),
                    delivery.event().application(),
                    delivery.attemptKey().cycle());
        }
    }

    /** Records the end of a delivery, and counts it if new. */
    static void insert(WriterSession session, LedgerCounts ledger, Owed owed, Ending ending, String reason, Instant now)
            throws SQLException {
        if (session.update(
                        INSERT,
                        owed.key().event().value(),
                        owed.key().destination().value(),
                        owed.application().value(),
                        owed.cycle(),
                        ending.word,
                        reason,
                        now.toEpochMilli())
                > 0) {
            ledger.add(owed.application(), ending.count, 1);
        }
    }
}
