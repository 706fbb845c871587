package dev.sealpost.ledger;

import dev.sealpost.application.ApplicationId;
import dev.sealpost.delivery.DeliveryKey;
import dev.sealpost.event.EventId;
import dev.sealpost.event.NumberRanges.Range;
import dev.sealpost.identifier.Ksuid;
import dev.sealpost.subscription.DestinationId;
import java.util.Locale;
import java.util.Optional;

/** A discrepancy found by the reconciler. */
public record Finding(Discrepancy kind, Subject subject, String detail) {

    static final String PREFIX = "find_";

    /** Kind of a discrepancy. */
    public enum Discrepancy {
        /** A delivery of an event has no attempt that succeeded, no waiting row and no end. */
        DELIVERY_MISSING,
        /** A delivery has rows, but its event does not exist. */
        EVENT_MISSING,
        /** The broker had events with these sequence numbers that are not in the database. */
        SEQUENCE_MISSING,
        /** The delivery counts of an application do not balance. */
        UNBALANCED,
        /** Found by another version of Sealpost. */
        UNKNOWN;

        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        static Discrepancy of(String word) {
            for (Discrepancy kind : values()) {
                if (kind.word().equals(word)) {
                    return kind;
                }
            }
            return UNKNOWN;
        }
    }

    /**
     * Subject of a finding.
     *
     * @param sequences sequence numbers of the run
     */
    public record Subject(
            Optional<ApplicationId> application,
            Optional<EventId> event,
            Optional<DestinationId> destination,
            Optional<String> run,
            Optional<Range> sequences) {

        static Subject of(ApplicationId application) {
            return new Subject(
                    Optional.of(application), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
        }

        static Subject of(ApplicationId application, DeliveryKey delivery) {
            return new Subject(
                    Optional.of(application),
                    Optional.of(delivery.event()),
                    Optional.of(delivery.destination()),
                    Optional.empty(),
                    Optional.empty());
        }

        static Subject of(String run, Range sequences) {
            return new Subject(
                    Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(run), Optional.of(sequences));
        }
    }

    /** @param difference owed deliveries minus those accounted for; not 0 */
    static Finding unbalanced(ApplicationId application, long difference) {
        return new Finding(
                Discrepancy.UNBALANCED,
                Subject.of(application),
                difference > 0
                        ? difference + " more deliveries are owed than are accounted for"
                        : -difference + " fewer deliveries are owed than are accounted for");
    }

    /** Returns an id derived from kind and subject. */
    String id() {
        return PREFIX
                + Ksuid.derived(
                        kind.word(),
                        subject.application().map(ApplicationId::value).orElse(""),
                        subject.event().map(EventId::value).orElse(""),
                        subject.destination().map(DestinationId::value).orElse(""),
                        subject.run().orElse(""),
                        subject.sequences().map(Range::toString).orElse(""),
                        kind == Discrepancy.UNBALANCED ? detail : "");
    }
}
