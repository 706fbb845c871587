package dev.sealpost.ledger;

import dev.sealpost.application.ApplicationId;
import dev.sealpost.delivery.DeliveryKey;
import dev.sealpost.event.EventId;
import dev.sealpost.event.NumberRanges.Range;
import dev.sealpost.identifier.Ksuid;
import dev.sealpost.subscription.DestinationId;
import java.util.Optional;

/** Something that should be there and is not. */
public record Finding(Discrepancy kind, Subject subject, String detail) {

    static final String PREFIX = "find_";

    /** What is missing. */
    public enum Discrepancy {
        /** An event is owed to a destination, and nothing says what became of that. */
        DELIVERY_MISSING("delivery-missing"),
        /** There are rows of an event that is not there. */
        EVENT_MISSING("event-missing"),
        /** The broker had events with these numbers, and they were never accepted or are gone. */
        SEQUENCE_MISSING("sequence-missing"),
        /** The deliveries of an application do not add up. */
        UNBALANCED("unbalanced"),
        /** Another version of Sealpost found it. */
        UNKNOWN("unknown");

        private final String word;

        Discrepancy(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }

        static Discrepancy of(String word) {
            for (Discrepancy kind : values()) {
                if (kind.word.equals(word)) {
                    return kind;
                }
            }
            return UNKNOWN;
        }
    }

    /**
     * Of what.
     *
     * @param sequences numbers of the run
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

    /** @param difference by how much more is owed than is accounted for; not 0 */
    static Finding unbalanced(ApplicationId application, long difference) {
        return new Finding(
                Discrepancy.UNBALANCED,
                Subject.of(application),
                difference > 0
                        ? difference + " more deliveries are owed than are accounted for"
                        : -difference + " fewer deliveries are owed than are accounted for");
    }

    /** The same for the same thing. */
    String id() {
        return PREFIX
                + Ksuid.derived(
                        kind.word,
                        subject.application().map(ApplicationId::value).orElse(""),
                        subject.event().map(EventId::value).orElse(""),
                        subject.destination().map(DestinationId::value).orElse(""),
                        subject.run().orElse(""),
                        subject.sequences().map(Range::toString).orElse(""),
                        kind == Discrepancy.UNBALANCED ? detail : "");
    }
}
