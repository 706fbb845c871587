package dev.sealpost.operational;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sealpost.application.ApplicationId;
import dev.sealpost.event.EventId;
import dev.sealpost.subscription.DestinationId;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Notification for operators.
 *
 * @param details members of the event besides its subject
 * @param holds tested before publication, because it may query the database
 */
record Notice(Headline headline, NoticeSubject subject, ObjectNode details, BooleanSupplier holds) {

    /** @param id id of the event, the same for repeated publications */
    record Headline(EventId id, NoticeKind kind, Instant time) {}

    /**
     * Subject of a notice.
     *
     * @param application empty for a route without an event
     */
    record NoticeSubject(Optional<ApplicationId> application, DestinationId destination) {}
}
