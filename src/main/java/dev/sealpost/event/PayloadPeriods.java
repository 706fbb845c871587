package dev.sealpost.event;

import dev.sealpost.database.WriterSession;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** Table {@code payload_period}, with a row for each event that has its own period. */
public final class PayloadPeriods {

    private static final String INSERT =
            "INSERT INTO payload_period (event_id, until) VALUES (?, ?) ON CONFLICT DO NOTHING";

    private PayloadPeriods() {}

    /** Stores the period of a new event if it has one. */
    public static void insert(WriterSession session, Event event) throws SQLException {
        if (event.content().period().isPresent()) {
            PreparedStatement statement = session.prepare(INSERT);
            statement.setString(1, event.id().value());
            statement.setLong(
                    2, event.content().period().get().end(event.time()).toEpochMilli());
            statement.executeUpdate();
        }
    }
}
