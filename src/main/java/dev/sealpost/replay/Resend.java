package dev.sealpost.replay;

import dev.sealpost.application.ApplicationId;
import dev.sealpost.database.Writes;
import dev.sealpost.delivery.MadeDue;
import dev.sealpost.event.EventId;
import dev.sealpost.replay.Reopen.Reopened;
import dev.sealpost.subscription.DestinationId;
import java.time.Clock;
import java.util.List;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Sends one event to one destination again, whether it ever went there or not. */
@Component
public class Resend {

    private static final String KEPT =
            "SELECT COUNT(*) FROM event WHERE id = ? AND application_id = ? AND payload_removed_at IS NULL";
    private static final String TRACES = """
            SELECT (SELECT COUNT(*) FROM event WHERE id = :event AND application_id = :application)
                + (SELECT COUNT(*) FROM attempt WHERE event_id = :event AND application_id = :application)
                + (SELECT COUNT(*) FROM ended_delivery WHERE event_id = :event AND application_id = :application)
            """;

    private final Writes writes;
    private final Reopen reopen;
    private final ApplicationEventPublisher publisher;
    private final Clock clock;

    Resend(Writes writes, Reopen reopen, ApplicationEventPublisher publisher, Clock clock) {
        this.writes = writes;
        this.reopen = reopen;
        this.publisher = publisher;
        this.clock = clock;
    }

    /** What came of it. */
    public enum Answer {
        /** It had ended, or was never owed: a new cycle of attempts begins. */
        OPENED,
        /** It waited: its next attempt is due now. */
        HASTENED,
        /** It is being attempted at this moment. */
        IN_FLIGHT,
        /** Retention has removed its payload; other traces of it are still there. */
        DROPPED,
        /** There is no such event in the database. */
        UNKNOWN
    }

    public Answer resend(ApplicationId application, EventId event, DestinationId destination) {
        Answer answer = writes.write(sql -> {
            if (!isKept(sql, application, event)) {
                return hasTraces(sql, application, event) ? Answer.DROPPED : Answer.UNKNOWN;
            }
            return answer(reopen.reopen(sql, destination, List.of(event)));
        });
        if (answer == Answer.OPENED || answer == Answer.HASTENED) {
            publisher.publishEvent(new MadeDue(destination, clock.instant()));
        }
        return answer;
    }

    private static Answer answer(Reopened reopened) {
        if (reopened.opened() > 0) {
            return Answer.OPENED;
        }
        return reopened.hastened() > 0 ? Answer.HASTENED : Answer.IN_FLIGHT;
    }

    private static boolean isKept(JdbcClient sql, ApplicationId application, EventId event) {
        return sql.sql(KEPT)
                        .params(event.value(), application.value())
                        .query(Long.class)
                        .single()
                > 0;
    }

    private static boolean hasTraces(JdbcClient sql, ApplicationId application, EventId event) {
        return sql.sql(TRACES)
                        .param("event", event.value())
                        .param("application", application.value())
                        .query(Long.class)
                        .single()
                > 0;
    }
}
