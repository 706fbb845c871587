package dev.sealpost.delivery;

import dev.sealpost.application.ApplicationId;
import dev.sealpost.database.WriterSession;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;

/** The table {@code ended_delivery}: deliveries that ended without being delivered. */
final class EndedRows {

    private static final String INSERT = """
            INSERT INTO ended_delivery (event_id, destination_id, application_id, cycle, ending, reason, ended_at)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT DO NOTHING
            """;

    private EndedRows() {}

    /** How they ended. */
    enum Ending {
        DEAD("dead", Ledger.Count.DEAD),
        EXPIRED("expired", Ledger.Count.EXPIRED),
        CANCELLED("cancelled", Ledger.Count.CANCELLED);

        private final String word;
        private final Ledger.Count count;

        Ending(String word, Ledger.Count count) {
            this.word = word;
            this.count = count;
        }
    }

    /** A delivery that is owed, as much of it as its end needs. */
    record Owed(DeliveryKey key, ApplicationId application, int cycle) {

        static Owed of(Delivery delivery) {
            return new Owed(
                    delivery.key(),
                    delivery.event().application(),
                    delivery.turn().cycle());
        }
    }

    /** Records the end, and counts it where it is new. */
    static void insert(
            WriterSession session, Ledger ledger, Delivery delivery, Ending ending, String reason, Instant now)
            throws SQLException {
        insert(session, ledger, Owed.of(delivery), ending, reason, now);
    }

    /** The same of a delivery whose event is not at hand. */
    static void insert(WriterSession session, Ledger ledger, Owed owed, Ending ending, String reason, Instant now)
            throws SQLException {
        PreparedStatement statement = session.prepare(INSERT);
        statement.setString(1, owed.key().event().value());
        statement.setString(2, owed.key().destination().value());
        statement.setString(3, owed.application().value());
        statement.setInt(4, owed.cycle());
        statement.setString(5, ending.word);
        statement.setString(6, reason);
        statement.setLong(7, now.toEpochMilli());
        if (statement.executeUpdate() > 0) {
            ledger.add(owed.application(), ending.count, 1);
        }
    }
}
