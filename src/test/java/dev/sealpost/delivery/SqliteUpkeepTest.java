package dev.sealpost.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.database.Database;
import dev.sealpost.database.Dialect;
import dev.sealpost.database.PageRequest;
import dev.sealpost.database.TestDatabase;
import dev.sealpost.event.KeptEvents.TimeSpan;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SqliteUpkeepTest extends UpkeepConformance {

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
    private static final List<Object> GARBAGE = List.of("from the future!", Long.MAX_VALUE, Long.MIN_VALUE);

    @Override
    Database database(Path directory) {
        return TestDatabase.in(directory).database();
    }

    /** In every column of every table that is walked over, whatever it holds: the walk goes on with the next row. */
    @Test
    void passesByWhatCannotBeRead() throws Exception {
        aNormalDay(true);
        aNormalDay(false);
        desk.settle(numbered(7), RecordingDesk.succeeded());
        desk.change(sql -> {
            sql.sql("INSERT INTO producer_floor VALUES ('node_1', 1, 5), ('node_1', 2, 9)")
                    .update();
            sql.sql("INSERT INTO sequence_note VALUES ('node_1', 8, 9, 'unsent', 1)")
                    .update();
            sql.sql("INSERT INTO payload_period VALUES ('chosen-2', 1)").update();
            sql.sql("""
                            INSERT INTO replay (id, kind, since, until, status, looked_at, sent, passed_over, created_at,
                                updated_at, lease_until) VALUES
                                ('qtask_1', 'endpoint.replay', 0, 1, 'running', 0, 0, 0, 1, 1, 0),
                                ('qtask_2', 'endpoint.replay', 0, 1, 'running', 0, 0, 0, 1, 1, 0)
                            """).update();
            return sql.sql("""
                            INSERT INTO ledger_finding (id, kind, application_id, event_id, destination_id, producer_run,
                                first_sequence, last_sequence, detail, found_at) VALUES
                                ('find_1', 'event-missing', 'app_shop', 'chosen-1', 'ep_a', NULL, NULL, NULL, 'd', 1),
                                ('find_2', 'sequence-missing', NULL, NULL, NULL, 'node_1', 1, 2, 'd', 1)
                            """).update();
        });
        work();
        List<String> faults = new ArrayList<>();
        for (String table : TABLES) {
            Map<String, Object> row =
                    desk
                            .reads
                            .sql("SELECT rowid AS the_row, * FROM " + table + " LIMIT 1")
                            .query()
                            .listOfRows()
                            .stream()
                            .findFirst()
                            .orElseThrow(() -> new AssertionError(table + " is empty"));
            for (Map.Entry<String, Object> column : row.entrySet()) {
                boolean isName = table.equals("upkeep") && column.getKey().equals("name");
                if (!column.getKey().equals("the_row") && !isName) {
                    for (Object garbage : GARBAGE) {
                        boolean isCount = table.equals("ledger") && garbage instanceof Long;
                        if (!isCount) {
                            spoil(table, row.get("the_row"), column.getKey(), garbage)
                                    .ifPresent(faults::add);
                        }
                    }
                    set(table, row.get("the_row"), column.getKey(), column.getValue());
                }
            }
        }

        assertThat(faults).isEmpty();
    }

    private Optional<String> spoil(String table, Object row, String column, Object garbage) {
        try {
            set(table, row, column, garbage);
        } catch (RuntimeException refused) {
            return Optional.empty();
        }
        try {
            work();
            return Optional.empty();
        } catch (RuntimeException e) {
            return Optional.of(table + "." + column + " = " + garbage + ": " + e);
        }
    }

    private void work() {
        pass(Duration.ofSeconds(1));
        reconciler.check();
        retention.clean();
        new ReplayRows(Dialect.SQLITE).free(desk.reads, "node_1", 10);
        new DeadLetters(desk.reads)
                .list(
                        new DeadLetters.Wanted(
                                RecordingDesk.SHOP,
                                Optional.empty(),
                                List.of(),
                                new TimeSpan(Optional.empty(), Optional.empty())),
                        new PageRequest(10, true, Optional.empty(), false));
    }

    private void set(String table, Object row, String column, @Nullable Object value) {
        desk.<Integer>change(sql -> sql.sql("UPDATE " + table + " SET " + column + " = ? WHERE rowid = ?")
                .params(Arrays.asList(value, row))
                .update());
    }
}
