package dev.sealpost.event;

import dev.sealpost.database.WriterSession;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** The table {@code payload_period}: a row for each event that names a period of its own, and for no other. */
public final class PayloadPeriods {

    private static final String INSERT =
            "INSERT INTO payload_period (event_id, until) VALUES (?, ?) ON CONFLICT DO NOTHING";

    private PayloadPeriods() {}

    /** Remembers the period of a new event, where it has one. */
    public static void keep(WriterSession session, Event event) throws SQLException {
        if (event.content().period().isPresent()) {
            PreparedStatement statement = session.prepare(INSERT);
            statement.setString(1, event.id().value());
            statement.setLong(
                    2, event.content().period().get().end(event.time()).toEpochMilli());
            statement.executeUpdate();
        }
    }
}
