package dev.sealpost.delivery.record;

import dev.sealpost.database.Snapshots;
import dev.sealpost.database.WriterSession;
import dev.sealpost.delivery.Delivery;
import dev.sealpost.delivery.Delivery.AttemptKey;
import dev.sealpost.delivery.record.DueRows.WaitingRow;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Executes one batch as one transaction: arrivals, slow deliveries, settlements, expired rows, leases and counts. */
public final class RecordBatch {

    private final Context context;
    private final RecordArrivals recordArrivals;
    private final RecordSettlements recordSettlements;
    private final RecordLeases recordLeases;
    private final DueRows due;

    /** Shared inputs of every batch. */
    public record Context(Snapshots snapshots, Clock clock, String node) {}

    public RecordBatch(
            Context context,
            RecordArrivals recordArrivals,
            RecordSettlements recordSettlements,
            RecordLeases recordLeases,
            DueRows due) {
        this.context = context;
        this.recordArrivals = recordArrivals;
        this.recordSettlements = recordSettlements;
        this.recordLeases = recordLeases;
        this.due = due;
    }

    /**
     * Result of a batch, valid once it is committed.
     *
     * @param counts counts added to the ledger
     */
    record Executed(LedgerCounts counts, List<Committed> facts) {}

    /** Executes the batch, without committing. */
    Executed execute(WriterSession session, List<Entry> entries) throws SQLException {
        context.snapshots().refresh(session.client());
        Instant now = context.clock().instant();
        LedgerCounts counts = new LedgerCounts(context.node());
        Sorted sorted = Sorted.of(entries);
        List<Committed> facts = new ArrayList<>(recordArrivals.record(session, sorted.arrivals, counts, now));
        insertSlow(session, sorted.slow);
        sorted.slow.forEach(row -> facts.add(new Committed.RowWritten(row.inFlight())));
        recordSettlements.record(session, sorted.settlements, counts, now);
        sorted.settlements.forEach(
                settlement -> facts.add(new Committed.Settled(settlement.inFlight(), settlement.result())));
        for (ExpiredRows expired : sorted.expired) {
            facts.add(endExpired(session, expired, counts));
        }
        recordLeases.record(session, sorted.pages, counts);
        sorted.pages.forEach(page -> facts.add(page.leased()));
        sorted.acknowledgements.forEach(
                acknowledgement -> facts.add(new Committed.Acknowledgeable(acknowledgement.message())));
        counts.write(session, now);
        return new Executed(counts, List.copyOf(facts));
    }

    private void insertSlow(WriterSession session, List<LeasedRow> slow) throws SQLException {
        if (!slow.isEmpty()) {
            Instant now = due.now(session);
            due.insert(session, slow.stream().map(leased -> row(leased, now)).toList());
        }
    }

    /** Publishes the news of the last batch after its commit. */
    void committed() {
        recordSettlements.committed();
    }

    private Committed endExpired(WriterSession session, ExpiredRows expired, LedgerCounts ledger) throws SQLException {
        Instant now = due.now(session);
        List<EndedRows.Owed> ended = due.deleteExpired(session, now, expired.limit());
        for (EndedRows.Owed owed : ended) {
            EndedRows.insert(session, ledger, owed, EndedRows.Ending.EXPIRED, ExpiredRows.REASON, now);
        }
        return new Committed.Expired(ended.size());
    }

    private static WaitingRow row(LeasedRow leased, Instant now) {
        Delivery delivery = leased.inFlight().delivery();
        AttemptKey attemptKey = delivery.attemptKey();
        return new WaitingRow(
                delivery,
                attemptKey,
                now.plus(leased.lease().length()),
                "slow",
                leased.lease().faults(),
                Optional.of(leased.lease()));
    }

    private static final class Sorted {

        private final List<Arrival> arrivals = new ArrayList<>();
        private final List<LeasedRow> slow = new ArrayList<>();
        private final List<Settlement> settlements = new ArrayList<>();
        private final List<LeasePage> pages = new ArrayList<>();
        private final List<ExpiredRows> expired = new ArrayList<>();
        private final List<Acknowledgement> acknowledgements = new ArrayList<>();

        static Sorted of(List<Entry> entries) {
            Sorted sorted = new Sorted();
            for (Entry entry : entries) {
                switch (entry) {
                    case Arrival arrival -> sorted.arrivals.add(arrival);
                    case LeasedRow row -> sorted.slow.add(row);
                    case Settlement settlement -> sorted.settlements.add(settlement);
                    case LeasePage page -> sorted.pages.add(page);
                    case ExpiredRows expired -> sorted.expired.add(expired);
                    case Acknowledgement acknowledgement -> sorted.acknowledgements.add(acknowledgement);
                    case NoOp noOp -> {}
                }
            }
            return sorted;
        }
    }
}
