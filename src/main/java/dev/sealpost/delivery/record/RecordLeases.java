package dev.sealpost.delivery.record;

import dev.sealpost.database.WriterSession;
import dev.sealpost.delivery.Delivery;
import dev.sealpost.delivery.flight.InFlight;
import dev.sealpost.delivery.flight.Lease;
import dev.sealpost.delivery.flight.LeaseRequest;
import dev.sealpost.delivery.record.DueRows.Taken;
import dev.sealpost.delivery.record.EndedRows.Ending;
import dev.sealpost.delivery.record.EndedRows.Owed;
import java.sql.SQLException;
import java.time.Instant;
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

    /** @param isInFlight tests by lease token whether this node still has the delivery */
    public RecordLeases(DueRows due, OrderedRows ordered, int leaseLimit, Predicate<String> isInFlight) {
        this.due = due;
        this.ordered = ordered;
        this.leaseLimit = leaseLimit;
        this.isInFlight = isInFlight;
    }

    void record(WriterSession session, List<Entry.LeasePage> pages, LedgerCounts ledger) throws SQLException {
        if (pages.isEmpty()) {
            return;
        }
        Instant now = due.now(session);
        for (Entry.LeasePage page : pages) {
            releaseUnconfirmed(session, page.clear(), now);
            if (page.request().isOrdered()) {
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
                due.release(session, inFlight.delivery(), lease.get(), now);
            }
        }
    }

    private void leaseDue(WriterSession session, Entry.LeasePage page, LedgerCounts ledger, Instant now)
            throws SQLException {
        LeaseRequest request = page.request();
        for (Taken taken : due.due(session, request.destination(), now, request.limit())) {
            if (isInFlight(taken)) {
                due.renew(session, taken.delivery(), Lease.length(request.deadline()), now);
                continue;
            }
            lease(session, taken, request, ledger, now)
                    .ifPresent(lease -> page.take(InFlight.leased(taken.delivery(), lease)));
        }
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
            Delivery delivery = head.head().get().delivery();
            Optional<Lease> lease = lease(session, head.head().get(), request, ledger, now);
            if (lease.isPresent()) {
                page.take(InFlight.head(delivery, lease.get(), request));
            } else {
                // The head has ended: its successor is due now.
                page.nextDue(OptionalLong.of(now.toEpochMilli()));
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

    /** Leases a row, or ends its delivery and returns empty if it expired or reached the lease limit. */
    private Optional<Lease> lease(
            WriterSession session, Taken taken, LeaseRequest request, LedgerCounts ledger, Instant now)
            throws SQLException {
        Lease lease = Lease.take(request.deadline(), now, taken.faults());
        due.lease(session, taken.delivery(), lease, now);
        if (isExpired(taken, now)) {
            due.delete(session, taken.delivery(), lease);
            EndedRows.insert(session, ledger, Owed.of(taken.delivery()), Ending.EXPIRED, Entry.ExpiredRows.REASON, now);
            return Optional.empty();
        }
        if (taken.leases() >= leaseLimit) {
            OrderedRows.block(session, taken.delivery());
            due.delete(session, taken.delivery(), lease);
            EndedRows.insert(session, ledger, Owed.of(taken.delivery()), Ending.DEAD, POISON, now);
            return Optional.empty();
        }
        return Optional.of(lease);
    }

    private static boolean isExpired(Taken taken, Instant now) {
        return taken.delivery()
                .event()
                .expiresAt()
                .filter(time -> !time.isAfter(now))
                .isPresent();
    }
}
