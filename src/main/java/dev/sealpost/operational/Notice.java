package dev.sealpost.operational;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sealpost.application.ApplicationId;
import dev.sealpost.event.EventId;
import dev.sealpost.subscription.DestinationId;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Something to tell operators.
 *
 * @param details what the event says besides whom it is about
 * @param holds asked before it is published, for it may take a look into the database
 */
record Notice(Headline headline, Subject subject, ObjectNode details, BooleanSupplier holds) {

    /** @param id the same however often it is published */
    record Headline(EventId id, NoticeKind kind, Instant time) {}

    /**
     * Whom it is about.
     *
     * @param application empty when it is about a route and no event
     */
    record Subject(Optional<ApplicationId> application, DestinationId destination) {}
}
