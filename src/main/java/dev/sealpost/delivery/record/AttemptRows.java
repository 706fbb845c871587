package dev.sealpost.delivery.record;

import dev.sealpost.database.InsertRows;
import dev.sealpost.database.RowParameters;
import dev.sealpost.database.WriterSession;
import dev.sealpost.delivery.AttemptOutcome;
import dev.sealpost.delivery.AttemptOutcome.Blocked;
import dev.sealpost.delivery.AttemptOutcome.Failed;
import dev.sealpost.delivery.AttemptOutcome.Gone;
import dev.sealpost.delivery.AttemptOutcome.Rejected;
import dev.sealpost.delivery.AttemptOutcome.Succeeded;
import dev.sealpost.delivery.AttemptOutcome.Throttled;
import dev.sealpost.delivery.AttemptOutcome.TimedOut;
import dev.sealpost.delivery.AttemptOutcome.Unreachable;
import dev.sealpost.delivery.Attempted;
import dev.sealpost.delivery.Delivery;
import dev.sealpost.delivery.FailedRun;
import dev.sealpost.delivery.NextStep.RetryAt;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Writes the table {@code attempt}: one row per attempt, inserted once. */
public final class AttemptRows {

    private static final InsertRows<Entry.Settlement> INSERT = new InsertRows<>(
            new InsertRows.Table(
                    "attempt",
                    List.of("event_id", "destination_id", "cycle", "number"),
                    List.of(
                            "application_id",
                            "outcome",
                            "status",
                            "reason",
                            "response",
                            "started_at",
                            "duration",
                            "triggered_by",
                            "next_attempt_at",
                            "failed_run",
                            "url",
                            "batch_id")),
            new AttemptRow());

    private AttemptRows() {}

    /** Inserts attempts and returns for each whether it is new. */
    static boolean[] insert(WriterSession session, List<Entry.Settlement> made) throws SQLException {
        return INSERT.insert(session, made);
    }

    private static final class AttemptRow implements InsertRows.RowMapping<Entry.Settlement> {

        @Override
        public List<Object> key(Entry.Settlement made) {
            Delivery delivery = made.inFlight().delivery();
            return List.of(
                    delivery.event().id().value(),
                    delivery.destination().value(),
                    delivery.attemptKey().cycle(),
                    delivery.attemptKey().number());
        }

        @Override
        public void bind(RowParameters to, Entry.Settlement made) throws SQLException {
            Delivery delivery = made.inFlight().delivery();
            Attempted attempted = made.attempted();
            String text = attempted.answer().text();
            to.text(delivery.event().id().value())
                    .text(delivery.destination().value())
                    .number(delivery.attemptKey().cycle())
                    .number(delivery.attemptKey().number())
                    .text(delivery.event().application().value())
                    .text(attempted.outcome().word())
                    .number(attempted.answer().status())
                    .text(reason(attempted.outcome()))
                    .text(text.isEmpty() ? Optional.empty() : Optional.of(text))
                    .number(attempted.startedAt().toEpochMilli())
                    .number(attempted.duration().toMillis())
                    .text(delivery.attemptKey().trigger().word())
                    .number(nextAttempt(attempted))
                    .text(attempted.answer().failedRun().map(FailedRun::text))
                    .text(attempted.url())
                    .text(made.batch().map(step -> step.in().id()));
        }
    }

    private static String retryAfter(Duration wait) {
        return "retry after "
                + BigDecimal.valueOf(wait.toMillis(), 3).stripTrailingZeros().toPlainString() + " s";
    }

    private static Optional<Long> nextAttempt(Attempted attempted) {
        return attempted.next() instanceof RetryAt retry
                ? Optional.of(retry.time().toEpochMilli())
                : Optional.empty();
    }

    /** Returns details that the outcome alone does not tell. */
    public static Optional<String> reason(AttemptOutcome outcome) {
        return switch (outcome) {
            case Succeeded succeeded -> Optional.empty();
            case Rejected rejected -> rejected.reason();
            case Gone gone -> Optional.empty();
            case TimedOut timedOut -> Optional.empty();
            case Throttled throttled -> throttled.retryAfter().map(AttemptRows::retryAfter);
            case Unreachable unreachable -> Optional.of(unreachable.reason());
            case Blocked blocked -> Optional.of(blocked.rule());
            case Failed failed -> Optional.of(failed.reason());
        };
    }
}
