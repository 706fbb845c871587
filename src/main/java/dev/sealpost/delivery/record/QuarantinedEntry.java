package dev.sealpost.delivery.record;

import dev.sealpost.delivery.Attempted;
import dev.sealpost.delivery.flight.Result;
import java.util.List;
import java.util.Optional;

/**
 * Replacement for an entry that the database rejects, so that it does not stop the others.
 *
 * @param substitute reduced entry to record instead, if there is one
 * @param outcome facts that need no transaction
 */
record QuarantinedEntry(Optional<Entry> substitute, List<Committed> outcome) {

    private static final String UNRECORDABLE = "cannot be recorded";

    static QuarantinedEntry of(Entry entry, Throwable reason) {
        return switch (entry) {
            case Entry.Arrival arrival ->
                ending(new Committed.NotUnderstood(
                        arrival.message(), "rejected by the database: " + reason.getMessage()));
            case Entry.Settlement settlement -> of(settlement);
            case Entry.LeasePage page -> {
                page.clear();
                yield ending(page.leased());
            }
            case Entry.LeasedRow row -> {
                // Without a row, the event stays unacknowledged until the delivery is settled.
                row.inFlight().takeLeaseBack(row.lease());
                yield new QuarantinedEntry(Optional.empty(), List.of());
            }
            case Entry.ExpiredRows expired -> ending(new Committed.Expired(0));
            case Entry.Acknowledgement acknowledgement ->
                ending(new Committed.Acknowledgeable(acknowledgement.message()));
            case Entry.NoOp noOp -> new QuarantinedEntry(Optional.empty(), List.of());
        };
    }

    private static QuarantinedEntry ending(Committed outcome) {
        return new QuarantinedEntry(Optional.empty(), List.of(outcome));
    }

    private static QuarantinedEntry of(Entry.Settlement settlement) {
        return reduced(settlement.result())
                .map(result -> new QuarantinedEntry(
                        Optional.of(new Entry.Settlement(settlement.inFlight(), result)), List.of()))
                .orElseGet(() -> ending(new Committed.Unrecordable(settlement.inFlight())));
    }

    private static Optional<Result> reduced(Result result) {
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
            case Result.Deferred deferred -> Optional.empty();
            case Result.Cancelled cancelled -> Optional.empty();
            case Result.Expired expired -> Optional.empty();
        };
    }
}
