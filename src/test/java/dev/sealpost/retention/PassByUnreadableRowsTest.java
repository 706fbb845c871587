package dev.sealpost.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.database.Database;
import dev.sealpost.database.Dialect;
import dev.sealpost.database.LeaseHolder;
import dev.sealpost.database.PageRequest;
import dev.sealpost.database.TestDatabase;
import dev.sealpost.delivery.record.RecordingStore;
import dev.sealpost.delivery.record.SampleResults;
import dev.sealpost.event.EventStore.TimeSpan;
import dev.sealpost.history.DeadLetters;
import dev.sealpost.replay.ReplayRows;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The reconciler, retention and the other walks go on behind a row that cannot be read. SQLite stores anything anywhere. */
class PassByUnreadableRowsTest extends RetentionTestBase {

    private static final List<String> TABLES = List.of(
            "event",
            "attempt",
            "due_delivery",
            "ended_delivery",
            "ledger_finding",
            "ledger",
            "upkeep",
            "producer_floor",
            "sequence_note",
            "payload_period",
            "replay");
    private static final int MOST_COLUMNS = 22;

    @Override
    protected Database database(Path directory) {
        return TestDatabase.in(directory).database();
    }

    /** In every column of every table that is walked over, whatever it holds: the walk goes on with the next row. */
    @Test
    void passesByWhatCannotBeRead() throws Exception {
        aNormalDay(false);
        desk.settle(numbered(7), SampleResults.succeeded());
        work();
        List<String> faults = new ArrayList<>();
        for (int column = 0; column < MOST_COLUMNS; column++) {
            spoil(column, List.of("from the future!")).ifPresent(faults::add);
            spoil(column, List.of(Long.MIN_VALUE, Long.MAX_VALUE)).ifPresent(faults::add);
        }

        assertThat(faults).isEmpty();
    }

    /** Puts back the rows that the work has removed. */
    private void fill() {
        desk.change(sql -> {
            sql.sql("INSERT OR IGNORE INTO producer_floor VALUES ('node_1', 1, 5), ('node_1', 2, 9)")
                    .update();
            sql.sql("INSERT OR IGNORE INTO sequence_note VALUES ('node_1', 8, 9, 'unsent', 1)")
                    .update();
            sql.sql("INSERT OR IGNORE INTO payload_period VALUES ('chosen-2', 1)")
                    .update();
            sql.sql("""
                            INSERT OR IGNORE INTO replay (id, kind, since, until, status, looked_at, sent, passed_over, created_at,
                                updated_at, lease_until) VALUES
                                ('qtask_1', 'endpoint.replay', 0, 1, 'running', 0, 0, 0, 1, 1, 0),
                                ('qtask_2', 'endpoint.replay', 0, 1, 'running', 0, 0, 0, 1, 1, 0)
                            """).update();
            return sql.sql("""
                            INSERT OR IGNORE INTO ledger_finding (id, kind, application_id, event_id, destination_id, producer_run,
                                first_sequence, last_sequence, detail, found_at) VALUES
                                ('find_1', 'event-missing', 'app_shop', 'chosen-1', 'ep_a', NULL, NULL, NULL, 'd', 1),
                                ('find_2', 'sequence-missing', NULL, NULL, NULL, 'node_1', 1, 2, 'd', 1)
                            """).update();
        });
    }

    private Map<String, Object> first(String table) {
        return desk.reads
                .sql("SELECT rowid AS the_row, * FROM " + table + " LIMIT 1")
                .query()
                .singleRow();
    }

    /** One column of a row. */
    private record Spoilt(
            String table,
            String row,
            String column,
            @Nullable Object good) {}

    /** The column with this number of one row of each table, with one piece of garbage and the next in turn. */
    private Optional<String> spoil(int number, List<Object> garbage) {
        fill();
        List<Spoilt> spoilt = IntStream.range(0, TABLES.size())
                .mapToObj(table -> spoil(TABLES.get(table), number, garbage.get((table + number) % garbage.size())))
                .flatMap(Optional::stream)
                .toList();
        try {
            work();
            return Optional.empty();
        } catch (RuntimeException e) {
            return Optional.of("one of " + spoilt + " = " + garbage + ": " + e);
        } finally {
            spoilt.forEach(each -> set(each.table(), each.row(), each.column(), each.good()));
        }
    }

    private Optional<Spoilt> spoil(String table, int number, Object garbage) {
        Map<String, Object> row = first(table);
        List<String> columns =
                row.keySet().stream().filter(name -> !name.equals("the_row")).toList();
        boolean isCount = table.equals("ledger") && garbage instanceof Long;
        if (number >= columns.size()
                || isCount
                || (table.equals("upkeep") && columns.get(number).equals("name"))) {
            return Optional.empty();
        }
        Spoilt spoilt = new Spoilt(
                table, String.valueOf(row.get("the_row")), columns.get(number), row.get(columns.get(number)));
        try {
            set(table, spoilt.row(), spoilt.column(), garbage);
            return Optional.of(spoilt);
        } catch (RuntimeException refused) {
            return Optional.empty();
        }
    }

    private void work() {
        pass(Duration.ofSeconds(1));
        reconciler.check();
        retention.clean();
        new ReplayRows(new LeaseHolder("node_1", desk.clock, Dialect.SQLITE, true)).free(desk.reads, 10);
        new DeadLetters(desk.reads)
                .list(
                        new DeadLetters.DeadLetterQuery(
                                RecordingStore.SHOP,
                                Optional.empty(),
                                List.of(),
                                new TimeSpan(Optional.empty(), Optional.empty())),
                        new PageRequest(10, true, Optional.empty(), false));
    }

    private void set(String table, String row, String column, @Nullable Object value) {
        desk.<Integer>change(
                sql -> sql.sql("UPDATE " + table + " SET " + column + " = ? WHERE rowid = CAST(? AS INTEGER)")
                        .params(Arrays.asList(value, row))
                        .update());
    }
}
