package dev.sealpost.delivery.record;

import dev.sealpost.database.WriterSession;
import dev.sealpost.delivery.Attempted;
import dev.sealpost.delivery.Delivery;
import dev.sealpost.delivery.DeliveryNews;
import dev.sealpost.delivery.NextStep;
import dev.sealpost.delivery.NextStep.DisableEndpoint;
import dev.sealpost.delivery.NextStep.Exhaust;
import dev.sealpost.delivery.NextStep.RetryAt;
import dev.sealpost.delivery.NextStep.Settle;
import dev.sealpost.delivery.flight.InFlight;
import dev.sealpost.delivery.flight.Lease;
import dev.sealpost.delivery.flight.Result;
import dev.sealpost.delivery.record.DueRows.WaitingRow;
import dev.sealpost.delivery.record.EndedRows.Ending;
import dev.sealpost.delivery.record.EndedRows.Owed;
import dev.sealpost.delivery.record.LedgerCounts.Count;
import dev.sealpost.node.BackOff;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Records settled deliveries: attempts, rows of deliveries that wait, ends, and counts. */
public final class RecordSettlements {

    private static final Logger LOG = LoggerFactory.getLogger(RecordSettlements.class);
    private static final BackOff FAULT_DELAY = new BackOff(Duration.ofSeconds(1), Duration.ofMinutes(5));

    private final DueRows due;
    private final BatchRows batches;
    private final SettleBatch settleBatch;
    private final int faultLimit;
    private final Predicate<Delivery> isDestinationGone;
    private final RecordDestinationStatus destinationStatus;
    private final PublishDeliveryNews news;

    public RecordSettlements(
            DueRows due,
            BatchRows batches,
            int faultLimit,
            Predicate<Delivery> isDestinationGone,
            RecordDestinationStatus destinationStatus,
            PublishDeliveryNews news) {
        this.due = due;
        this.batches = batches;
        this.settleBatch = new SettleBatch(faultLimit);
        this.faultLimit = faultLimit;
        this.isDestinationGone = isDestinationGone;
        this.destinationStatus = destinationStatus;
        this.news = news;
    }

    void record(WriterSession session, List<Entry.Settlement> settlements, LedgerCounts ledger, Instant now)
            throws SQLException {
        destinationStatus.begin(session, now);
        news.begin();
        List<Entry.Settlement> made = new ArrayList<>();
        List<Entry.Settlement> delivered = new ArrayList<>();
        WaitingRows waiting = new WaitingRows(due, batches);
        for (Entry.Settlement settlement : settleBatch.divide(settlements)) {
            switch (settlement.result()) {
                case Result.Made attempt -> {
                    if (attempt.attempted().next() instanceof Settle
                            && settlement.inFlight().lease().isPresent()) {
                        delivered.add(settlement);
                    } else if (settlement.batch().isPresent()
                            && attempt.attempted().next() instanceof RetryAt retry) {
                        waiting.add(
                                session,
                                settlement,
                                retryRow(settlement.inFlight().delivery(), retry));
                    } else if (endLease(
                            session, settlement.inFlight(), attempt.attempted().next())) {
                        made.add(settlement);
                    }
                }
                case Result.Deferred deferred -> defer(session, settlement, deferred, waiting);
                case Result.Faulted faulted -> fault(session, settlement, faulted, waiting, ledger);
                case Result.Cancelled cancelled ->
                    end(session, settlement.inFlight(), Ending.CANCELLED, cancelled.reason(), ledger, now);
                case Result.Expired expired ->
                    end(session, settlement.inFlight(), Ending.EXPIRED, Entry.ExpiredRows.REASON, ledger, now);
            }
        }
        made.addAll(waiting.write(
                session, settlement -> warnOfLostLease(settlement.inFlight().delivery())));
        made.addAll(endLeases(session, delivered));
        recordAttempts(session, made, ledger, now);
        destinationStatus.write(session);
    }

    /** Publishes the news of the last transaction after its commit. */
    void committed() {
        destinationStatus.committed();
        news.committed();
    }

    /**
     * Ends the lease of a delivery. Returns false if the lease was lost: another node has the delivery, and the late result
     * changes nothing.
     */
    private boolean endLease(WriterSession session, InFlight inFlight, NextStep next) throws SQLException {
        Optional<Lease> lease = inFlight.lease();
        if (lease.isEmpty()) {
            return true;
        }
        Delivery delivery = inFlight.delivery();
        if (next instanceof Exhaust || next instanceof DisableEndpoint) {
            OrderedRows.block(session, delivery);
        }
        boolean isOwned = (next instanceof RetryAt retry && !isGone(delivery))
                ? due.move(session, retryRow(delivery, retry), lease.get())
                : due.delete(session, delivery, lease.get());
        if (!isOwned) {
            warnOfLostLease(delivery);
        }
        return isOwned;
    }

    /** Ends the leases of delivered deliveries, and returns those whose lease was not lost. */
    private List<Entry.Settlement> endLeases(WriterSession session, List<Entry.Settlement> delivered)
            throws SQLException {
        if (delivered.isEmpty()) {
            return List.of();
        }
        boolean[] isOwned = due.delete(
                session, delivered.stream().map(Entry.Settlement::inFlight).toList());
        List<Entry.Settlement> owned = new ArrayList<>();
        for (int i = 0; i < isOwned.length; i++) {
            if (isOwned[i]) {
                owned.add(delivered.get(i));
            } else {
                warnOfLostLease(delivered.get(i).inFlight().delivery());
            }
        }
        return owned;
    }

    private static void warnOfLostLease(Delivery delivery) {
        LOG.warn(
                "delivery.late-outcome eventId={} destinationId={} attempt={}",
                delivery.event().id(),
                delivery.destination(),
                delivery.attemptKey().number());
    }

    /** Returns whether the destination was deleted; false when the lookup fails, which must not stop the batch. */
    private boolean isGone(Delivery delivery) {
        try {
            return isDestinationGone.test(delivery);
        } catch (RuntimeException e) {
            LOG.warn("delivery.destination-failed destinationId={} reason={}", delivery.destination(), e.toString());
            return false;
        }
    }

    private WaitingRow retryRow(Delivery delivery, RetryAt retry) {
        return new WaitingRow(
                delivery, delivery.attemptKey().next(), due.timeOf(retry.time()), "retry", 0, Optional.empty());
    }

    private void recordAttempts(WriterSession session, List<Entry.Settlement> made, LedgerCounts ledger, Instant now)
            throws SQLException {
        if (made.isEmpty()) {
            return;
        }
        boolean[] isNew = AttemptRows.insert(session, made);
        List<WaitingRow> retries = new ArrayList<>();
        for (int i = 0; i < isNew.length; i++) {
            if (isNew[i]) {
                follow(session, made.get(i), retries, ledger, now);
            } else if (made.get(i).inFlight().lease().isPresent()) {
                due.dropIfEnded(session, made.get(i).inFlight().delivery());
            }
        }
        due.insert(session, retries);
    }

    private void follow(
            WriterSession session,
            Entry.Settlement settlement,
            List<WaitingRow> retries,
            LedgerCounts ledger,
            Instant now)
            throws SQLException {
        InFlight inFlight = settlement.inFlight();
        Delivery delivery = inFlight.delivery();
        Attempted attempted = settlement.attempted();
        destinationStatus.follow(delivery, attempted);
        switch (attempted.next()) {
            case Settle settle -> {
                ledger.add(delivery.event().application(), Count.DELIVERED, 1);
                news.delivered(delivery, attempted);
            }
            case Exhaust(String reason) -> exhaust(session, settlement, reason, ledger, now);
            case DisableEndpoint disable -> {
                exhaust(session, settlement, "gone", ledger, now);
                destinationStatus.disableGone(session, delivery);
            }
            case RetryAt retry -> {
                if (isGone(delivery)) {
                    EndedRows.insert(session, ledger, Owed.of(delivery), Ending.CANCELLED, "destination deleted", now);
                    return;
                }
                news.add(new DeliveryNews.Failed(delivery, attempted));
                if (inFlight.lease().isEmpty()) {
                    retries.add(retryRow(delivery, retry));
                }
            }
        }
    }

    private void exhaust(
            WriterSession session, Entry.Settlement settlement, String reason, LedgerCounts ledger, Instant now)
            throws SQLException {
        Delivery delivery = settlement.inFlight().delivery();
        EndedRows.insert(session, ledger, Owed.of(delivery), Ending.DEAD, reason, now);
        news.add(new DeliveryNews.Exhausted(delivery, Optional.of(settlement.attempted()), reason));
    }

    private void defer(
            WriterSession session, Entry.Settlement settlement, Result.Deferred deferred, WaitingRows waiting)
            throws SQLException {
        InFlight inFlight = settlement.inFlight();
        int faults = inFlight.lease().map(Lease::faults).orElse(0);
        waiting.add(session, settlement, row(inFlight, deferred.dueAt(), deferred.reason(), faults));
    }

    private void fault(
            WriterSession session,
            Entry.Settlement settlement,
            Result.Faulted faulted,
            WaitingRows waiting,
            LedgerCounts ledger)
            throws SQLException {
        InFlight inFlight = settlement.inFlight();
        int faults = inFlight.lease().map(Lease::faults).orElse(0) + 1;
        if (faults >= faultLimit) {
            end(session, inFlight, Ending.DEAD, "parked: " + faulted.reason(), ledger, faulted.time());
        } else {
            Instant dueAt = faulted.time().plus(FAULT_DELAY.after(faults));
            waiting.add(session, settlement, row(inFlight, dueAt, "fault: " + faulted.reason(), faults));
        }
    }

    private WaitingRow row(InFlight inFlight, Instant dueAt, String reason, int faults) {
        Delivery delivery = inFlight.delivery();
        return new WaitingRow(delivery, delivery.attemptKey(), due.timeOf(dueAt), reason, faults, Optional.empty());
    }

    private void end(
            WriterSession session, InFlight inFlight, Ending ending, String reason, LedgerCounts ledger, Instant now)
            throws SQLException {
        Optional<Lease> lease = inFlight.lease();
        if (lease.isPresent() && ending == Ending.DEAD) {
            OrderedRows.block(session, inFlight.delivery());
        }
        if (lease.isEmpty() || due.delete(session, inFlight.delivery(), lease.get())) {
            EndedRows.insert(session, ledger, Owed.of(inFlight.delivery()), ending, reason, now);
            if (ending == Ending.DEAD) {
                news.add(new DeliveryNews.Exhausted(inFlight.delivery(), Optional.empty(), reason));
            }
        }
    }
}
