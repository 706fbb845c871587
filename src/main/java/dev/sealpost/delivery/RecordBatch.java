package dev.sealpost.delivery;

import dev.sealpost.database.Snapshots;
import dev.sealpost.database.WriterSession;
import dev.sealpost.delivery.Delivery.Turn;
import dev.sealpost.delivery.DueRows.NewRow;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Executes one batch as one transaction: what arrived, what became slow, what was settled, what is leased, the counts. */
final class RecordBatch {

    private final Context context;
    private final RecordArrivals recordArrivals;
    private final RecordSettlements recordSettlements;
    private final RecordLeases recordLeases;
    private final DueRows due;

    /** What every batch needs. */
    record Context(Snapshots snapshots, Clock clock, String node) {}

    RecordBatch(
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

    /** Everything up to the commit; gives what it counted. */
    Ledger execute(WriterSession session, List<Entry> entries) throws SQLException {
        context.snapshots().refresh(session.client());
        Instant now = context.clock().instant();
        Ledger ledger = new Ledger(context.node());
        Sorted sorted = Sorted.of(entries);
        recordArrivals.record(session, sorted.arrivals, ledger, now);
        insertSlow(session, sorted.slow);
        recordSettlements.record(session, sorted.settlements, ledger, now);
        for (ExpiredRows expired : sorted.expired) {
            endExpired(session, expired, ledger);
        }
        recordLeases.record(session, sorted.pages, ledger);
        ledger.write(session, now);
        return ledger;
    }

    private void insertSlow(WriterSession session, List<LeasedRow> slow) throws SQLException {
        if (!slow.isEmpty()) {
            Instant now = due.now(session);
            due.insert(session, slow.stream().map(leased -> row(leased, now)).toList());
        }
    }

    /** What was executed last is on disk. */
    void committed() {
        recordSettlements.committed();
    }

    private void endExpired(WriterSession session, ExpiredRows expired, Ledger ledger) throws SQLException {
        Instant now = due.now(session);
        List<EndedRows.Owed> ended = due.deleteExpired(session, now, expired.limit());
        for (EndedRows.Owed owed : ended) {
            EndedRows.insert(session, ledger, owed, EndedRows.Ending.EXPIRED, ExpiredRows.REASON, now);
        }
        expired.ended(ended.size());
    }

    private static NewRow row(LeasedRow leased, Instant now) {
        Delivery delivery = leased.inFlight().delivery();
        Turn turn = delivery.turn();
        return new NewRow(
                delivery,
                turn,
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

        static Sorted of(List<Entry> entries) {
            Sorted sorted = new Sorted();
            for (Entry entry : entries) {
                switch (entry) {
                    case Arrival arrival -> sorted.arrivals.add(arrival);
                    case LeasedRow row -> sorted.slow.add(row);
                    case Settlement settlement -> sorted.settlements.add(settlement);
                    case LeasePage page -> sorted.pages.add(page);
                    case ExpiredRows expired -> sorted.expired.add(expired);
                    case Acknowledgement acknowledgement -> {}
                    case Look look -> {}
                }
            }
            return sorted;
        }
    }
}
