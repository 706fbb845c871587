package dev.sealpost.delivery.record;

import dev.sealpost.database.Dialect;
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

    private final Snapshots snapshots;
    private final Clock clock;
    private final String node;
    private final RecordArrivals recordArrivals;
    private final RecordSettlements recordSettlements;
    private final RecordLeases recordLeases;
    private final DueRows due;

    public RecordBatch(
            Snapshots snapshots,
            Clock clock,
            String node,
            RecordArrivals recordArrivals,
            RecordSettlements recordSettlements,
            RecordLeases recordLeases,
            DueRows due) {
        this.snapshots = snapshots;
        this.clock = clock;
        this.node = node;
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
        if (session.dialect() == Dialect.SQLITE
                || snapshots.isOutdated()
                || !entries.stream().allMatch(Entry::isUsual)) {
            snapshots.refresh(session);
        }
        Instant now = clock.instant();
        LedgerCounts counts = new LedgerCounts(node);
        Sorted sorted = Sorted.of(entries);
        List<Committed> facts = new ArrayList<>(recordArrivals.record(session, sorted.arrivals, counts, now));
        insertSlow(session, sorted.slow);
        sorted.slow.forEach(row -> facts.add(new Committed.RowWritten(row.inFlight())));
        recordSettlements.record(session, sorted.settlements, counts, now);
        sorted.settlements.forEach(
                settlement -> facts.add(new Committed.Settled(settlement.inFlight(), settlement.result())));
        for (Entry.ExpiredRows expired : sorted.expired) {
            facts.add(endExpired(session, expired, counts));
        }
        recordLeases.record(session, sorted.pages, counts);
        sorted.pages.forEach(page -> facts.add(page.leased()));
        sorted.acknowledgements.forEach(
                acknowledgement -> facts.add(new Committed.Acknowledgeable(acknowledgement.message())));
        counts.write(session, now);
        return new Executed(counts, List.copyOf(facts));
    }

    private void insertSlow(WriterSession session, List<Entry.LeasedRow> slow) throws SQLException {
        if (!slow.isEmpty()) {
            Instant now = due.now(session);
            due.insert(session, slow.stream().map(leased -> row(leased, now)).toList());
        }
    }

    /** Publishes the news of the last batch after its commit. */
    void committed() {
        recordSettlements.committed();
    }

    private Committed endExpired(WriterSession session, Entry.ExpiredRows expired, LedgerCounts ledger)
            throws SQLException {
        Instant now = due.now(session);
        List<EndedRows.Owed> ended = due.deleteExpired(session, now, expired.limit());
        for (EndedRows.Owed owed : ended) {
            EndedRows.insert(session, ledger, owed, EndedRows.Ending.EXPIRED, Entry.ExpiredRows.REASON, now);
        }
        return new Committed.Expired(ended.size());
    }

    private static WaitingRow row(Entry.LeasedRow leased, Instant now) {
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

        private final List<Entry.Arrival> arrivals = new ArrayList<>();
        private final List<Entry.LeasedRow> slow = new ArrayList<>();
        private final List<Entry.Settlement> settlements = new ArrayList<>();
        private final List<Entry.LeasePage> pages = new ArrayList<>();
        private final List<Entry.ExpiredRows> expired = new ArrayList<>();
        private final List<Entry.Acknowledgement> acknowledgements = new ArrayList<>();

        static Sorted of(List<Entry> entries) {
            Sorted sorted = new Sorted();
            for (Entry entry : entries) {
                switch (entry) {
                    case Entry.Arrival arrival -> sorted.arrivals.add(arrival);
                    case Entry.LeasedRow row -> sorted.slow.add(row);
                    case Entry.Settlement settlement -> sorted.settlements.add(settlement);
                    case Entry.LeasePage page -> sorted.pages.add(page);
                    case Entry.ExpiredRows expired -> sorted.expired.add(expired);
                    case Entry.Acknowledgement acknowledgement -> sorted.acknowledgements.add(acknowledgement);
                    case Entry.NoOp noOp -> {}
                }
            }
            return sorted;
        }
    }
}
