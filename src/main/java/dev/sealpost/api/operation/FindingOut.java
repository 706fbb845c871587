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
 * Finding of the reconciler in an answer.
 *
 * @param kind {@code delivery-missing}, {@code event-missing}, {@code sequence-missing}, {@code unbalanced} or
 *     {@code unknown}
 * @param run start time of the publishing node, if sequence numbers are missing
 * @param firstSequence first missing sequence number, from 1
 * @param status {@code open}, {@code closed} or {@code resolved}
 * @param resolvedAt when a check found the missing item again
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

    static FindingOut of(LedgerFindings.StoredFinding stored) {
        Finding.Subject subject = stored.finding().subject();
        return new FindingOut(
                stored.id(),
                stored.finding().kind().word(),
                subject.application().map(ApplicationId::value),
                subject.event().map(EventId::value),
                subject.destination().map(DestinationId::value),
                subject.run(),
                subject.sequences().map(Range::first),
                subject.sequences().map(Range::last),
                stored.finding().detail(),
                stored.foundAt(),
                stored.status().word(),
                stored.closing().map(LedgerFindings.Closing::at),
                stored.closing().map(LedgerFindings.Closing::by),
                stored.closing().flatMap(LedgerFindings.Closing::note),
                stored.resolvedAt());
    }
}
