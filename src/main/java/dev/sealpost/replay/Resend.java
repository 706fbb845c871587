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

/** Sends one event to one destination again, or for the first time. */
@Component
public class Resend {

    private static final String HAS_PAYLOAD =
            "SELECT COUNT(*) FROM event WHERE id = ? AND application_id = ? AND payload_removed_at IS NULL";
    private static final String COUNT_RECORDS = """
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

    /** Result of a resend. */
    public enum ResendResult {
        /** Had ended or was never owed; a new cycle of attempts starts. */
        OPENED,
        /** Was waiting; its next attempt is due now. */
        HASTENED,
        /** Is being attempted. */
        IN_FLIGHT,
        /** Retention has removed the payload, but not all records of the event. */
        DROPPED,
        /** Unknown event. */
        UNKNOWN
    }

    public ResendResult resend(ApplicationId application, EventId event, DestinationId destination) {
        ResendResult answer = writes.write(sql -> {
            if (!hasPayload(sql, application, event)) {
                return hasRecords(sql, application, event) ? ResendResult.DROPPED : ResendResult.UNKNOWN;
            }
            return answer(reopen.reopen(sql, destination, List.of(event)));
        });
        if (answer == ResendResult.OPENED || answer == ResendResult.HASTENED) {
            publisher.publishEvent(new MadeDue(destination, clock.instant()));
        }
        return answer;
    }

    private static ResendResult answer(Reopened reopened) {
        if (reopened.opened() > 0) {
            return ResendResult.OPENED;
        }
        return reopened.hastened() > 0 ? ResendResult.HASTENED : ResendResult.IN_FLIGHT;
    }

    private static boolean hasPayload(JdbcClient sql, ApplicationId application, EventId event) {
        return sql.sql(HAS_PAYLOAD)
                        .params(event.value(), application.value())
                        .query(Long.class)
                        .single()
                > 0;
    }

    private static boolean hasRecords(JdbcClient sql, ApplicationId application, EventId event) {
        return sql.sql(COUNT_RECORDS)
                        .param("event", event.value())
                        .param("application", application.value())
                        .query(Long.class)
                        .single()
                > 0;
    }
}
