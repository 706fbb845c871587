package dev.sealpost.api.operation;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sealpost.application.ApplicationId;
import dev.sealpost.event.EventId;
import dev.sealpost.event.NumberRanges.Range;
import dev.sealpost.ledger.Finding;
import dev.sealpost.ledger.LedgerFindings;
import dev.sealpost.subscription.DestinationId;
import java.time.Instant;
import java.util.Optional;

/**
 * Something that the reconciler missed.
 *
 * @param kind {@code delivery-missing}, {@code event-missing}, {@code sequence-missing}, {@code unbalanced} or
 *     {@code unknown}
 * @param run the start of the publishing node, where numbers are missing
 * @param firstSequence the first number that is missing, from 1
 * @param status {@code open}, {@code closed} or {@code resolved}
 * @param resolvedAt when a check found that what was missing is there again
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record FindingOut(
        String id,
        String kind,
        Optional<String> applicationId,
        Optional<String> msgId,
        Optional<String> endpointId,
        Optional<String> run,
        Optional<Long> firstSequence,
        Optional<Long> lastSequence,
        String detail,
        Instant foundAt,
        String status,
        Optional<Instant> closedAt,
        Optional<String> closedBy,
        Optional<String> note,
        Optional<Instant> resolvedAt) {

    static FindingOut of(LedgerFindings.StoredFinding kept) {
        Finding.Subject subject = kept.finding().subject();
        return new FindingOut(
                kept.id(),
                kept.finding().kind().word(),
                subject.application().map(ApplicationId::value),
                subject.event().map(EventId::value),
                subject.destination().map(DestinationId::value),
                subject.run(),
                subject.sequences().map(Range::first),
                subject.sequences().map(Range::last),
                kept.finding().detail(),
                kept.foundAt(),
                kept.status().word(),
                kept.closing().map(LedgerFindings.Closing::at),
                kept.closing().map(LedgerFindings.Closing::by),
                kept.closing().flatMap(LedgerFindings.Closing::note),
                kept.resolvedAt());
    }
}
