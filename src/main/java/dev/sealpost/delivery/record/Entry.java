package dev.sealpost.delivery.record;

import dev.sealpost.broker.message.ReceivedMessage;
import dev.sealpost.delivery.Attempted;
import dev.sealpost.delivery.NextStep;
import dev.sealpost.delivery.flight.InFlight;
import dev.sealpost.delivery.flight.Lease;
import dev.sealpost.delivery.flight.LeaseRequest;
import dev.sealpost.delivery.flight.Result;
import dev.sealpost.event.message.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Entry of the recorder's next transaction. */
public sealed interface Entry {

    /**
     * Returns whether the snapshots need not be refreshed first: an event that was understood, which is only inserted while
     * they are current, or a delivery that succeeded.
     */
    default boolean isUsual() {
        return switch (this) {
            case Arrival arrival -> arrival.reading() instanceof Reading.Understood;
            case Settlement settlement ->
                settlement.result() instanceof Result.Made(Attempted attempted)
                        && attempted.next() instanceof NextStep.Settle;
            case LeasedRow row -> false;
            case LeasePage page -> false;
            case ExpiredRows expired -> false;
            case Acknowledgement acknowledgement -> false;
            case NoOp noOp -> false;
        };
    }

    /** A pulled message; the transaction decides whether it is accepted. */
    record Arrival(ReceivedMessage message, Reading reading) implements Entry {}

    /**
     * Result of a delivery, or of a batch.
     *
     * @param batch step of a delivery that was attempted in a batch; empty for a whole batch
     */
    record Settlement(InFlight inFlight, Result result, Optional<BatchStep> batch) implements Entry {

        public Settlement(InFlight inFlight, Result result) {
            this(inFlight, result, Optional.empty());
        }

        /** @throws IllegalStateException when no attempt was made */
        Attempted attempted() {
            if (result instanceof Result.Made(Attempted attempted)) {
                return attempted;
            }
            throw new IllegalStateException("no attempt was made: " + result);
        }
    }

    /** Writes a row, leased to this node, for a slow delivery, so that its event can be acknowledged. */
    record LeasedRow(InFlight inFlight, Lease lease) implements Entry {}

    /** Leases due rows of one destination. */
    final class LeasePage implements Entry {

        private final LeaseRequest request;
        private final List<InFlight> taken = new ArrayList<>();
        private final List<InFlight> unconfirmed = new ArrayList<>();
        private OptionalLong nextDue = OptionalLong.empty();

        public LeasePage(LeaseRequest request) {
            this.request = request;
        }

        public LeaseRequest request() {
            return request;
        }

        /**
         * Starts a transaction, possibly a repeated one. Returns the deliveries leased by earlier transactions, whose commits
         * seemed to fail but may have succeeded.
         */
        List<InFlight> clear() {
            unconfirmed.addAll(taken);
            taken.clear();
            return List.copyOf(unconfirmed);
        }

        void take(InFlight delivery) {
            taken.add(delivery);
        }

        void nextDue(OptionalLong next) {
            nextDue = next;
        }

        /** Returns the result of the transaction. */
        Committed.Leased leased() {
            return new Committed.Leased(request, List.copyOf(taken), nextDue);
        }
    }

    /**
     * Ends deliveries that expired in their rows.
     *
     * @param limit maximum number of rows
     */
    record ExpiredRows(int limit) implements Entry {

        /** Reason recorded with the end. */
        static final String REASON = "expired";
    }

    /**
     * Acknowledges a message whose content is stored elsewhere, regardless of the transaction. Passes through the recorder so
     * that only one thread acknowledges.
     */
    record Acknowledgement(ReceivedMessage message) implements Entry {}

    /** Records nothing; the transaction only refreshes outdated snapshots. */
    record NoOp() implements Entry {}
}
