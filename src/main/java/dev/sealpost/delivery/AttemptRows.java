package dev.sealpost.delivery;

import dev.sealpost.database.WriterSession;
import dev.sealpost.delivery.AttemptOutcome.Blocked;
import dev.sealpost.delivery.AttemptOutcome.Failed;
import dev.sealpost.delivery.AttemptOutcome.Gone;
import dev.sealpost.delivery.AttemptOutcome.Rejected;
import dev.sealpost.delivery.AttemptOutcome.Succeeded;
import dev.sealpost.delivery.AttemptOutcome.Throttled;
import dev.sealpost.delivery.AttemptOutcome.TimedOut;
import dev.sealpost.delivery.AttemptOutcome.Unreachable;
import dev.sealpost.delivery.NextStep.RetryAt;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Locale;
import java.util.Optional;

/** The table {@code attempt}: one row for each try, inserted once. */
final class AttemptRows {

    private static final String INSERT = """
            INSERT INTO attempt (event_id, destination_id, cycle, number, application_id, outcome, status, reason, response,
                started_at, duration, triggered_by, next_attempt_at, failed_run)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT DO NOTHING
            """;

    private AttemptRows() {}

    static PreparedStatement statement(WriterSession session) throws SQLException {
        return session.prepare(INSERT);
    }

    static void bind(PreparedStatement statement, Delivery delivery, Attempted attempted) throws SQLException {
        statement.setString(1, delivery.event().id().value());
        statement.setString(2, delivery.destination().value());
        statement.setInt(3, delivery.turn().cycle());
        statement.setInt(4, delivery.turn().number());
        statement.setString(5, delivery.event().application().value());
        statement.setString(6, attempted.outcome().word());
        if (attempted.answer().status().isPresent()) {
            statement.setInt(7, attempted.answer().status().get());
        } else {
            statement.setNull(7, Types.INTEGER);
        }
        Optional<String> reason = reason(attempted.outcome());
        bindText(statement, 8, reason);
        String text = attempted.answer().text();
        bindText(statement, 9, text.isEmpty() ? Optional.empty() : Optional.of(text));
        statement.setLong(10, attempted.startedAt().toEpochMilli());
        statement.setLong(11, attempted.duration().toMillis());
        statement.setString(12, delivery.turn().trigger().name().toLowerCase(Locale.ROOT));
        if (attempted.next() instanceof RetryAt retry) {
            statement.setLong(13, retry.time().toEpochMilli());
        } else {
            statement.setNull(13, Types.BIGINT);
        }
        bindText(statement, 14, attempted.answer().failedRun().map(FailedRun::text));
    }

    private static void bindText(PreparedStatement statement, int index, Optional<String> text) throws SQLException {
        if (text.isPresent()) {
            statement.setString(index, text.get());
        } else {
            statement.setNull(index, Types.VARCHAR);
        }
    }

    private static Optional<String> reason(AttemptOutcome outcome) {
        return switch (outcome) {
            case Succeeded succeeded -> Optional.empty();
            case Rejected rejected -> Optional.empty();
            case Gone gone -> Optional.empty();
            case TimedOut timedOut -> Optional.empty();
            case Throttled throttled -> throttled.retryAfter().map(wait -> "retry after " + wait.toSeconds() + " s");
            case Unreachable unreachable -> Optional.of(unreachable.reason());
            case Blocked blocked -> Optional.of(blocked.rule());
            case Failed failed -> Optional.of(failed.reason());
        };
    }
}
