package dev.sealpost.ledger;

import dev.sealpost.application.ApplicationId;
import dev.sealpost.broker.guard.Addresses;
import dev.sealpost.database.ConsistentReads;
import dev.sealpost.database.Writes;
import dev.sealpost.delivery.flight.HeldDeliveries;
import dev.sealpost.ledger.LedgerEntry.Deliveries;
import dev.sealpost.ledger.LedgerEntry.Ends;
import dev.sealpost.ledger.LedgerEntry.Events;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Reads a consistent snapshot of the ledger between two transactions of the recorder, when deliveries in flight and the
 * database agree. The recorder waits for one short query; the sums are read from its snapshot afterwards.
 */
public final class ReadLedger {

    private static final String COUNTS = """
            SELECT application_id, SUM(matched) AS matched, SUM(unmatched) AS unmatched, SUM(duplicates) AS duplicates,
                SUM(conflicts) AS conflicts, SUM(owed) AS owed, SUM(delivered) AS delivered, SUM(dead) AS dead,
                SUM(expired) AS expired, SUM(cancelled) AS cancelled
            FROM ledger GROUP BY application_id
            """;
    private static final String WAITING =
            "SELECT application_id, COUNT(*) AS waiting FROM due_delivery GROUP BY application_id";

    private final Writes writes;
    private final ConsistentReads reads;
    private final InTransit inTransit;

    /** Deliveries and messages that are not in the database. */
    public interface InTransit {

        /** Returns the deliveries without a row; called on the recorder's thread. */
        HeldDeliveries held();

        /** Returns the messages in a queue, including those delivered but not acknowledged. */
        long inQueue(String queue);

        /** Returns whether no other node shares the database. */
        boolean isAlone();
    }

    public ReadLedger(Writes writes, ConsistentReads reads, InTransit inTransit) {
        this.writes = writes;
        this.reads = reads;
        this.inTransit = inTransit;
    }

    /**
     * Reads the ledger.
     *
     * @throws dev.sealpost.database.DatabaseUnavailableException when the database does not answer
     */
    public LedgerSheet read() {
        try (ConsistentReads.View view = reads.open()) {
            Moment moment = writes.write(sql -> {
                view.pin();
                return new Moment(inTransit.held(), inTransit.inQueue(Addresses.EVENTS));
            });
            // A message being acknowledged is still counted, but does not wait.
            long waiting = Math.max(0, moment.inQueue() - moment.held().events());
            return new LedgerSheet(
                    entries(view.sql(), moment.held().deliveries()),
                    new LedgerSheet.InBroker(waiting, inTransit.inQueue(Addresses.PARKED)),
                    inTransit.isAlone());
        }
    }

    private record Moment(HeldDeliveries held, long inQueue) {}

    private static List<LedgerEntry> entries(JdbcClient sql, Map<ApplicationId, Long> inFlight) {
        Map<ApplicationId, LedgerEntry> counted = sql.sql(COUNTS).query((row, number) -> counted(row)).list().stream()
                .collect(Collectors.toMap(LedgerEntry::application, Function.identity()));
        Map<ApplicationId, Long> waiting = new HashMap<>();
        sql.sql(WAITING).query(row -> {
            waiting.put(new ApplicationId(row.getString("application_id")), row.getLong("waiting"));
        });
        Set<String> names = new TreeSet<>();
        counted.keySet().forEach(application -> names.add(application.value()));
        waiting.keySet().forEach(application -> names.add(application.value()));
        inFlight.keySet().forEach(application -> names.add(application.value()));
        return names.stream()
                .map(ApplicationId::new)
                .map(application -> {
                    LedgerEntry entry = counted.getOrDefault(
                            application, new LedgerEntry(application, Events.NONE, Deliveries.NONE));
                    return new LedgerEntry(
                            application,
                            entry.events(),
                            new Deliveries(
                                    entry.deliveries().owed(),
                                    entry.deliveries().ends(),
                                    waiting.getOrDefault(application, 0L),
                                    inFlight.getOrDefault(application, 0L)));
                })
                .toList();
    }

    private static LedgerEntry counted(ResultSet row) throws SQLException {
        return new LedgerEntry(
                new ApplicationId(row.getString("application_id")),
                new Events(
                        row.getLong("matched"),
                        row.getLong("unmatched"),
                        row.getLong("duplicates"),
                        row.getLong("conflicts")),
                new Deliveries(
                        row.getLong("owed"),
                        new Ends(
                                row.getLong("delivered"),
                                row.getLong("dead"),
                                row.getLong("expired"),
                                row.getLong("cancelled")),
                        0,
                        0));
    }
}
