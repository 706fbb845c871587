package dev.sealpost.delivery;

import java.util.Optional;

/** What to record in place of an entry that the database does not take, so that it never stops the others. */
final class Culprit {

    private static final String UNRECORDABLE = "cannot be recorded";

    private Culprit() {}

    /** Each substitute says less than what it replaces; empty when there is nothing less to say. */
    static Optional<Entry> substitute(Entry culprit, Throwable reason) {
        return switch (culprit) {
            case Arrival arrival -> {
                arrival.ends(new Arrival.End.Parked("the database does not take it: " + reason.getMessage()));
                arrival.committed();
                yield Optional.empty();
            }
            case Settlement settlement -> substitute(settlement);
            case LeasePage page -> {
                page.clear();
                page.committed();
                yield Optional.empty();
            }
            // Without its row the event simply stays unacknowledged until its outcome is recorded.
            case LeasedRow row -> {
                row.inFlight().takeLeaseBack(row.lease());
                yield Optional.empty();
            }
            case ExpiredRows expired -> {
                expired.ended(0);
                expired.committed();
                yield Optional.empty();
            }
            // Nothing of it is in the transaction, so it waits for none.
            case Acknowledgement acknowledgement -> {
                acknowledgement.committed();
                yield Optional.empty();
            }
            case Look look -> Optional.empty();
        };
    }

    private static Optional<Entry> substitute(Settlement settlement) {
        Optional<Result> less = substitute(settlement.result());
        if (less.isEmpty()) {
            settlement.whenUnrecordable().accept(settlement.inFlight());
        }
        return less.map(result -> new Settlement(
                settlement.inFlight(), result, settlement.whenCommitted(), settlement.whenUnrecordable()));
    }

    private static Optional<Result> substitute(Result result) {
        return switch (result) {
            case Result.Made(Attempted attempted)
            when !attempted.answer().text().isEmpty() -> Optional.of(new Result.Made(attempted.withoutText()));
            case Result.Made(Attempted attempted) ->
                Optional.of(
                        new Result.Faulted(UNRECORDABLE, attempted.startedAt().plus(attempted.duration())));
            case Result.Faulted faulted
            when !faulted.reason().equals(UNRECORDABLE) ->
                Optional.of(new Result.Faulted(UNRECORDABLE, faulted.time()));
            case Result.Faulted faulted -> Optional.empty();
            case Result.PutOff putOff -> Optional.empty();
            case Result.Cancelled cancelled -> Optional.empty();
            case Result.Expired expired -> Optional.empty();
        };
    }
}
