package dev.sealpost.delivery.record;

import dev.sealpost.database.WriterSession;
import dev.sealpost.delivery.Batching;
import dev.sealpost.delivery.Delivery;
import dev.sealpost.delivery.DeliveryBatch;
import dev.sealpost.delivery.flight.InFlight;
import dev.sealpost.delivery.flight.Lease;
import dev.sealpost.delivery.flight.LeaseRequest;
import dev.sealpost.delivery.record.DueRows.Taken;
import dev.sealpost.delivery.record.EndedRows.Ending;
import dev.sealpost.delivery.record.EndedRows.Owed;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;

/** Leases due rows. */
public final class RecordLeases {

    private static final String POISON = "poison";

    private final DueRows due;
    private final OrderedRows ordered;
    private final int leaseLimit;
    private final Predicate<String> isInFlight;
    private final LeaseBatch batches;

    /** @param isInFlight tests by lease token whether this node still has the delivery */
    public RecordLeases(
            DueRows due, OrderedRows ordered, BatchRows batches, int leaseLimit, Predicate<String> isInFlight) {
        this.due = due;
        this.ordered = ordered;
        this.leaseLimit = leaseLimit;
        this.isInFlight = isInFlight;
        this.batches = new LeaseBatch(due, batches, new FindBatch(due, ordered, batches), leaseLimit, this::isInFlight);
    }

    void record(WriterSession session, List<Entry.LeasePage> pages, LedgerCounts ledger) throws SQLException {
        if (pages.isEmpty()) {
            return;
        }
        Instant now = due.now(session);
        for (Entry.LeasePage page : pages) {
            releaseUnconfirmed(session, page.clear(), now);
            Optional<Batching> batching = page.request().batching();
            if (batching.isPresent()) {
                batches.lease(
                        session, page, batching.get(), (taken, lease) -> end(session, taken, lease, ledger, now), now);
            } else if (page.request().isOrdered()) {
                leaseHead(session, page, ledger, now);
            } else {
                leaseDue(session, page, ledger, now);
            }
        }
    }

    /**
     * Releases leases of an unconfirmed commit, which may have succeeded: no node has their deliveries, which would wait
     * until the leases expire.
     */
    private void releaseUnconfirmed(WriterSession session, List<InFlight> leased, Instant now) throws SQLException {
        for (InFlight inFlight : leased) {
            Optional<Lease> lease = inFlight.lease();
            if (lease.isPresent()) {
                List<Delivery> deliveries =
                        inFlight.batch().map(DeliveryBatch::deliveries).orElseGet(() -> List.of(inFlight.delivery()));
                for (Delivery delivery : deliveries) {
                    due.release(session, delivery, lease.get(), now);
                }
            }
        }
    }

    private void leaseDue(WriterSession session, Entry.LeasePage page, LedgerCounts ledger, Instant now)
            throws SQLException {
        LeaseRequest request = page.request();
        List<InFlight> leased = new ArrayList<>();
        for (Taken taken : due.due(session, request.destination(), now, request.limit())) {
            if (isInFlight(taken)) {
                due.renew(session, taken.delivery(), Lease.length(request.deadline()), now);
                continue;
            }
            Lease lease = Lease.take(request.deadline(), now, taken.faults());
            if (!end(session, taken, lease, ledger, now)) {
                leased.add(InFlight.leased(taken.delivery(), lease));
            }
        }
        due.lease(session, leased, now);
        leased.forEach(page::take);
        page.nextDue(due.nextDue(session, request.destination()));
    }

    private void leaseHead(WriterSession session, Entry.LeasePage page, LedgerCounts ledger, Instant now)
            throws SQLException {
        LeaseRequest request = page.request();
        OrderedRows.Head head = ordered.findHead(session, request.destination(), request.ordering(), now);
        page.nextDue(head.next());
        if (head.head().isPresent() && isInFlight(head.head().get())) {
            due.renew(session, head.head().get().delivery(), Lease.length(request.deadline()), now);
        } else if (head.head().isPresent()) {
            Taken taken = head.head().get();
            Lease lease = Lease.take(request.deadline(), now, taken.faults());
            if (end(session, taken, lease, ledger, now)) {
                // The head has ended: its successor is due now.
                page.nextDue(OptionalLong.of(now.toEpochMilli()));
            } else {
                InFlight leased = InFlight.head(taken.delivery(), lease, request);
                due.lease(session, List.of(leased), now);
                page.take(leased);
            }
        }
    }

    /**
     * Returns whether this node still has the delivery although its lease expired, because the clock was set; leasing it
     * again would send it twice at a time.
     */
    private boolean isInFlight(Taken taken) {
        return taken.ownLease().filter(isInFlight).isPresent();
    }

    /** Ends a delivery that expired or reached the lease limit. Returns false if it is to be leased. */
    private boolean end(WriterSession session, Taken taken, Lease lease, LedgerCounts ledger, Instant now)
            throws SQLException {
        boolean isExpired = isExpired(taken, now);
        if (!isExpired && taken.leases() < leaseLimit) {
            return false;
        }
        Delivery delivery = taken.delivery();
        due.lease(session, List.of(InFlight.leased(delivery, lease)), now);
        if (!isExpired) {
            OrderedRows.block(session, delivery);
        }
        due.delete(session, delivery, lease);
        EndedRows.insert(
                session,
                ledger,
                Owed.of(delivery),
                isExpired ? Ending.EXPIRED : Ending.DEAD,
                isExpired ? Entry.ExpiredRows.REASON : POISON,
                now);
        return true;
    }

    private static boolean isExpired(Taken taken, Instant now) {
        return taken.delivery()
                .event()
                .expiresAt()
                .filter(time -> !time.isAfter(now))
                .isPresent();
    }
}
