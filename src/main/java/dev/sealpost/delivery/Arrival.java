package dev.sealpost.delivery;

import dev.sealpost.broker.ReceivedMessage;
import dev.sealpost.event.Event;
import dev.sealpost.event.Reading;
import dev.sealpost.subscription.DestinationId;
import java.util.List;

/** A message that was pulled. The transaction says what becomes of it. */
final class Arrival implements Entry {

    private final ReceivedMessage message;
    private final Arrivals arrivals;
    private Reading reading;
    private End end = new End.Undecided();

    /** Who goes on with an arrival after the commit. */
    interface Arrivals {

        /** Kept; it is still owed to these. */
        void accepted(Event event, List<DestinationId> destinations, ReceivedMessage message);

        /** To these it is owed in a row of its own, in order. */
        default void queued(List<DestinationId> destinations) {}

        /** Known already; nothing more to do. */
        void repeated(ReceivedMessage message);

        void notUnderstood(ReceivedMessage message, String reason);
    }

    /** What became of it. */
    sealed interface End {

        record Undecided() implements End {}

        /**
         * The event is recorded.
         *
         * @param destinations that it may be delivered to at once
         * @param queued those that have a row for it now, for they are ordered
         */
        record Accepted(Event event, List<DestinationId> destinations, List<DestinationId> queued) implements End {}

        record Repeated() implements End {}

        record Parked(String reason) implements End {}
    }

    Arrival(ReceivedMessage message, Reading reading, Arrivals arrivals) {
        this.message = message;
        this.reading = reading;
        this.arrivals = arrivals;
    }

    ReceivedMessage message() {
        return message;
    }

    Reading reading() {
        return reading;
    }

    void readAgain(Reading again) {
        reading = again;
    }

    void ends(End how) {
        end = how;
    }

    boolean isParked() {
        return end instanceof End.Parked;
    }

    @Override
    public void committed() {
        switch (end) {
            case End.Undecided undecided -> throw new IllegalStateException("an arrival was committed undecided");
            case End.Accepted(Event event, List<DestinationId> destinations, List<DestinationId> queued) -> {
                if (!queued.isEmpty()) {
                    arrivals.queued(queued);
                }
                arrivals.accepted(event, destinations, message);
            }
            case End.Repeated repeated -> arrivals.repeated(message);
            case End.Parked(String reason) -> arrivals.notUnderstood(message, reason);
        }
    }
}
