package dev.sealpost.delivery.record;

import dev.sealpost.database.WriterSession;
import dev.sealpost.delivery.flight.Lease;
import dev.sealpost.delivery.flight.Result;
import dev.sealpost.delivery.record.DueRows.WaitingRow;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Collects the rows of deliveries that wait after a transaction, and writes those that need no round trip of their own. */
final class WaitingRows {

    private final DueRows due;
    private final BatchRows batches;
    private final List<WaitingRow> fresh = new ArrayList<>();
    private final List<Entry.Settlement> batched = new ArrayList<>();
    private final List<BatchRows.MovedRow> moved = new ArrayList<>();

    WaitingRows(DueRows due, BatchRows batches) {
        this.due = due;
        this.batches = batches;
    }

    /** Ends the lease of a delivery and moves its row, or collects the row of one that has none or is in a batch. */
    void add(WriterSession session, Entry.Settlement settlement, WaitingRow row) throws SQLException {
        Optional<Lease> lease = settlement.inFlight().lease();
        if (settlement.batch().isPresent()) {
            batched.add(settlement);
            moved.add(new BatchRows.MovedRow(row, settlement.batch().get().next(), lease.orElseThrow()));
        } else if (lease.isPresent()) {
            due.move(session, row, lease.get());
        } else {
            fresh.add(row);
        }
    }

    /**
     * Writes the collected rows.
     *
     * @param lost called for each settlement whose lease was lost
     * @return attempts made in batches whose leases were not lost
     */
    List<Entry.Settlement> write(WriterSession session, Consumer<Entry.Settlement> lost) throws SQLException {
        due.insert(session, fresh);
        if (moved.isEmpty()) {
            return List.of();
        }
        boolean[] isOwned = batches.move(session, moved);
        List<Entry.Settlement> made = new ArrayList<>();
        for (int i = 0; i < isOwned.length; i++) {
            if (!isOwned[i]) {
                lost.accept(batched.get(i));
            } else if (batched.get(i).result() instanceof Result.Made) {
                made.add(batched.get(i));
            }
        }
        return made;
    }
}
