package dev.sealpost.delivery.record;

import dev.sealpost.delivery.AttemptOutcome;
import dev.sealpost.delivery.Attempted;
import dev.sealpost.delivery.BatchKey;
import dev.sealpost.delivery.DeliveryBatch;
import dev.sealpost.delivery.NextStep;
import dev.sealpost.delivery.flight.InFlight;
import dev.sealpost.delivery.flight.Lease;
import dev.sealpost.delivery.flight.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * Turns the result of a batch into the results of its deliveries. A batch that is retried stays as it is. One that would end
 * without success is halved, until the delivery that causes it is alone; only that one ends.
 */
final class SettleBatch {

    private final int faultLimit;

    /** @param faultLimit failures of this node in a row that end a delivery */
    SettleBatch(int faultLimit) {
        this.faultLimit = faultLimit;
    }

    /** Returns the settlements, with each batch replaced by its deliveries. */
    List<Entry.Settlement> divide(List<Entry.Settlement> settlements) {
        if (settlements.stream()
                .noneMatch(settlement -> settlement.inFlight().batch().isPresent())) {
            return settlements;
        }
        List<Entry.Settlement> all = new ArrayList<>();
        for (Entry.Settlement settlement : settlements) {
            Optional<DeliveryBatch> batch = settlement.inFlight().batch();
            if (batch.isPresent()) {
                all.addAll(divide(settlement, batch.get()));
            } else {
                all.add(settlement);
            }
        }
        return all;
    }

    private List<Entry.Settlement> divide(Entry.Settlement settlement, DeliveryBatch batch) {
        Lease lease = settlement.inFlight().lease().orElseThrow();
        Result result = settlement.result();
        return switch (result) {
            case Result.Made(Attempted attempted) -> divide(attempted, batch, lease);
            case Result.Faulted faulted
            when batch.isDivisible() && lease.faults() + 1 >= faultLimit ->
                // The next failure divides the halves.
                each(
                        batch,
                        lease.afterFaults(faultLimit - 1),
                        new Result.Deferred("fault: " + faulted.reason(), faulted.time()),
                        halves(batch, 1));
            case Result.Faulted faulted -> each(batch, lease, faulted, place -> batch.key());
            case Result.Deferred deferred -> each(batch, lease, deferred, place -> batch.key());
            case Result.Expired expired -> each(batch, lease, expired, place -> batch.key());
            case Result.Cancelled cancelled -> each(batch, lease, cancelled, place -> batch.key());
        };
    }

    private static List<Entry.Settlement> divide(Attempted attempted, DeliveryBatch batch, Lease lease) {
        boolean isEnd =
                attempted.next() instanceof NextStep.Exhaust || attempted.next() instanceof NextStep.DisableEndpoint;
        if (isEnd && batch.isDivisible()) {
            // A half of a batch without attempts left has one, too.
            int attempt = isFinal(attempted.outcome()) ? 1 : batch.key().attempt();
            Result again = new Result.Made(attempted.followedBy(new NextStep.RetryAt(attempted.endedAt())));
            return each(batch, lease, again, halves(batch, attempt));
        }
        BatchKey next = batch.key().next();
        return each(batch, lease, new Result.Made(attempted), place -> next);
    }

    /** Returns whether the receiver rejects a delivery of the batch for good; otherwise the attempts are used up. */
    static boolean isFinal(AttemptOutcome outcome) {
        return outcome instanceof AttemptOutcome.Gone
                || (outcome instanceof AttemptOutcome.Failed failed && failed.isFinal());
    }

    private static IntFunction<BatchKey> halves(DeliveryBatch batch, int attempt) {
        BatchKey first = batch.key().half(1, attempt);
        BatchKey second = batch.key().half(2, attempt);
        return place -> batch.half(place) == 1 ? first : second;
    }

    private static List<Entry.Settlement> each(
            DeliveryBatch batch, Lease lease, Result result, IntFunction<BatchKey> next) {
        List<Entry.Settlement> each = new ArrayList<>(batch.size());
        for (int place = 0; place < batch.size(); place++) {
            each.add(new Entry.Settlement(
                    InFlight.leased(batch.deliveries().get(place), lease),
                    result,
                    Optional.of(new BatchStep(batch.key(), next.apply(place)))));
        }
        return each;
    }
}
