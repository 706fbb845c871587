package dev.sealpost.delivery.record;

import dev.sealpost.database.WriterSession;
import dev.sealpost.delivery.Batching;
import dev.sealpost.delivery.Delivery;
import dev.sealpost.delivery.DeliveryBatch;
import dev.sealpost.delivery.flight.InFlight;
import dev.sealpost.delivery.flight.Lease;
import dev.sealpost.delivery.flight.LeaseRequest;
import dev.sealpost.delivery.record.DueRows.Taken;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Leases the next batch of a destination. */
final class LeaseBatch {

    private final DueRows due;
    private final BatchRows batches;
    private final FindBatch find;
    private final int leaseLimit;
    private final Predicate<Taken> isInFlight;

    LeaseBatch(DueRows due, BatchRows batches, FindBatch find, int leaseLimit, Predicate<Taken> isInFlight) {
        this.due = due;
        this.batches = batches;
        this.find = find;
        this.leaseLimit = leaseLimit;
        this.isInFlight = isInFlight;
    }

    /** Ends a row that is not to be leased. Returns false if it is to be leased. */
    interface EndRow {

        boolean end(Taken taken, Lease lease) throws SQLException;
    }

    /** Leases the batch, without its deliveries that end now. */
    void lease(WriterSession session, Entry.LeasePage page, Batching batching, EndRow ending, Instant now)
            throws SQLException {
        LeaseRequest request = page.request();
        FindBatch.Search search = find.find(session, request, batching, now);
        page.nextDue(search.next());
        if (search.found().isEmpty()) {
            return;
        }
        FindBatch.Found found = search.found().get();
        List<Taken> members = found.members();
        if (members.stream().anyMatch(isInFlight)) {
            for (Taken taken : members) {
                due.renew(session, taken.delivery(), Lease.length(request.deadline()), now);
            }
            return;
        }
        if (isPoison(members)) {
            batches.halve(session, new DeliveryBatch(found.batch().key(), deliveries(members)), leaseLimit - 1, now);
            return;
        }
        Lease lease = Lease.take(request.deadline(), now, faults(members));
        List<Taken> left = new ArrayList<>();
        for (Taken taken : members) {
            if (!ending.end(taken, lease)) {
                left.add(taken);
            }
        }
        if (!left.isEmpty()) {
            DeliveryBatch batch = new DeliveryBatch(found.keyOf(left.size(), now), deliveries(left));
            batches.lease(session, batch, lease, request.isOrdered(), now);
            page.take(InFlight.batch(batch, lease, request));
        }
    }

    /** Returns whether the batch is to be halved because nobody settled it; the same ends a single delivery. */
    private boolean isPoison(List<Taken> members) {
        return members.size() > 1 && members.stream().anyMatch(taken -> taken.leases() >= leaseLimit);
    }

    private static int faults(List<Taken> members) {
        return members.stream().mapToInt(Taken::faults).max().orElse(0);
    }

    private static List<Delivery> deliveries(List<Taken> members) {
        return members.stream().map(Taken::delivery).toList();
    }
}
