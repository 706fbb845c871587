package dev.sealpost.delivery;

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

    /** Records the end, and counts it where it is new. */
    static void insert(
            WriterSession session, Ledger ledger, Delivery delivery, Ending ending, String reason, Instant now)
            throws SQLException {
        PreparedStatement statement = session.prepare(INSERT);
        statement.setString(1, delivery.event().id().value());
        statement.setString(2, delivery.destination().value());
        statement.setString(3, delivery.event().application().value());
        statement.setInt(4, delivery.turn().cycle());
        statement.setString(5, ending.word);
        statement.setString(6, reason);
        statement.setLong(7, now.toEpochMilli());
        if (statement.executeUpdate() > 0) {
            ledger.add(delivery.event().application(), ending.count, 1);
        }
    }
}
