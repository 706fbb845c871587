package dev.sealpost.delivery;

import dev.sealpost.database.WriterSession;
import dev.sealpost.delivery.DueRows.Taken;
import dev.sealpost.delivery.EndedRows.Ending;
import dev.sealpost.subscription.DestinationId;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;

/** Leases rows that are due. */
final class RecordLeases {

    private static final String POISON = "poison";

    private final DueRows due;
    private final int leaseLimit;

    RecordLeases(DueRows due, int leaseLimit) {
        this.due = due;
        this.leaseLimit = leaseLimit;
    }

    void record(WriterSession session, List<LeasePage> pages, Ledger ledger) throws SQLException {
        if (pages.isEmpty()) {
            return;
        }
        Instant now = due.now(session);
        for (LeasePage page : pages) {
            page.clear();
            DestinationId destination = page.request().destination();
            for (Taken taken : due.due(session, destination, now, page.request().limit())) {
                Lease lease = Lease.take(page.request().deadline(), now, taken.faults());
                due.lease(session, taken.delivery(), lease, now);
                if (taken.leases() >= leaseLimit) {
                    due.delete(session, taken.delivery(), lease);
                    EndedRows.insert(session, ledger, taken.delivery(), Ending.DEAD, POISON, now);
                } else {
                    page.take(InFlight.leased(taken.delivery(), lease));
                }
            }
            OptionalLong next = due.nextDue(session, destination);
            page.nextDue(next);
        }
    }
}
