package dev.sealpost.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One row that holds what no row should, in every column of every table that is shown: no list and no look at another row fails. */
class UnreadableRowsTest extends ApiTestBase {

    /** Values that another version or a hand may have written; SQLite keeps them in any column. */
    private static final List<Object> GARBAGE =
            List.of("{", "from-the-future", "", Long.MAX_VALUE, Long.MIN_VALUE, new byte[] {1, (byte) 0xFF});

    private static final List<String> COUNTS = List.of("ledger", "attempt_minute");

    private final List<String> faults = new ArrayList<>();
    private String endpoint = "";
    private String message = "";

    @BeforeEach
    void fill() {
        endpoint = createEndpoint("e");
        createEndpoint("f");
        message = api.post("/app/" + app + "/msg", "{\"eventType\":\"a\",\"payload\":{}}")
                .text("/id");
        String application = applicationId();
        writes.write(sql -> {
            for (int number = 1; number <= 2; number++) {
                String event = "ev_" + app + "_" + number;
                sql.sql("""
                                INSERT INTO event (id, application_id, type, channels, tags, content_type, payload, created_at,
                                    broker_message_id, destinations, expires_at)
                                VALUES (?, ?, 'a', '["c"]', '["t"]', 'application/json', '{}', ?, 1, ?, 9999999999999)
                                """).params(event, application, 1000 + number, endpoint).update();
                sql.sql("""
                                INSERT INTO attempt (event_id, destination_id, cycle, number, application_id, outcome, status,
                                    reason, response, started_at, duration, triggered_by, next_attempt_at, failed_run)
                                VALUES (?, ?, 1, 1, ?, 'rejected', 500, 'r', 'x', ?, 12, 'scheduled', 1, '{}')
                                """).params(event, endpoint, application, 1000 + number).update();
                sql.sql("""
                                INSERT INTO ended_delivery (event_id, destination_id, application_id, cycle, ending, reason,
                                    ended_at) VALUES (?, ?, ?, 1, 'dead', 'r', ?)
                                """).params(event, endpoint, application, 1000 + number).update();
                sql.sql("""
                                INSERT INTO replay (id, kind, application_id, destination_id, outcomes, event_types, since, until,
                                    status, cursor_time, cursor_key, looked_at, sent, passed_over, created_at, updated_at,
                                    lease_until)
                                VALUES (?, 'endpoint.replay', ?, ?, '["dead"]', '["a"]', 0, 1, 'running', 1, 'k', 0, 0, 0, ?, 1,
                                    0)
                                """)
                        .params("qtask_" + app + number, application, endpoint, 1000 + number)
                        .update();
                sql.sql("""
                                INSERT INTO ledger_finding (id, kind, application_id, event_id, destination_id, producer_run,
                                    first_sequence, last_sequence, detail, found_at, closed_at, closed_by, note)
                                VALUES (?, 'delivery-missing', ?, ?, ?, 'run', 1, 2, 'd', ?, 1, 'me', 'n')
                                """)
                        .params("find_" + app + number, application, event, endpoint, 1000 + number)
                        .update();
                sql.sql("""
                                INSERT INTO ledger VALUES (?, ?, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1)
                                """).params("n" + number, application).update();
                sql.sql("""
                                INSERT INTO attempt_minute VALUES (?, 1, ?, ?, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1)
                                """).params(endpoint, "n" + number, application).update();
                sql.sql("""
                                INSERT INTO due_delivery (event_id, destination_id, application_id, cycle, attempt_number,
                                    triggered_by, due_at, reason, fault_count, lease_count)
                                VALUES (?, ?, ?, 1, 1, 'scheduled', 1, 'r', 0, 0)
                                """).params(event, endpoint, application).update();
            }
            return true;
        });
    }

    private String first() {
        return "ev_" + app + "_1";
    }

    /** A table, the condition that finds the row to spoil, and the paths that read it. */
    private record Shown(String table, String where, List<String> paths) {}

    private List<Shown> shown() {
        String of = "/app/" + app;
        String application = "application_id = '" + applicationId() + "'";
        return List.of(
                new Shown(
                        "application",
                        "uid = '" + app + "'",
                        List.of("/app", "/ledger", "/app/" + applicationId(), of + "/endpoint")),
                new Shown(
                        "endpoint",
                        "id = '" + endpoint + "'",
                        List.of(of + "/endpoint", of + "/endpoint/e", of + "/endpoint/f", of + "/attempt/endpoint/e")),
                new Shown(
                        "event",
                        "id = '" + first() + "'",
                        List.of(
                                of + "/msg",
                                of + "/msg?limit=1&order=ascending",
                                of + "/msg?with_content=false&channel=c",
                                of + "/msg/" + first(),
                                of + "/msg/" + message,
                                of + "/dead-letter",
                                of + "/attempt/endpoint/e?tag=t")),
                new Shown(
                        "attempt",
                        "event_id = '" + first() + "'",
                        List.of(
                                of + "/attempt/endpoint/e",
                                of + "/attempt/endpoint/e?limit=1",
                                of + "/attempt/msg/" + first(),
                                of + "/attempt/msg/" + "ev_" + app + "_2")),
                new Shown(
                        "ended_delivery",
                        "event_id = '" + first() + "'",
                        List.of(of + "/dead-letter", of + "/dead-letter?limit=1")),
                new Shown(
                        "replay",
                        "id = 'qtask_" + app + "1'",
                        List.of("/background-task", "/background-task?limit=1", "/background-task/qtask_" + app + "1")),
                new Shown(
                        "ledger_finding",
                        "id = 'find_" + app + "1'",
                        List.of("/ledger/finding", "/ledger/finding?status=closed&limit=1")),
                new Shown("ledger", "node = 'n1' AND " + application, List.of("/ledger")),
                new Shown(
                        "attempt_minute",
                        "node = 'n1' AND " + application,
                        List.of(
                                of + "/endpoint/e/stats",
                                "/stats/minute",
                                of + "/stats/minute",
                                of + "/endpoint/e/stats/minute")),
                new Shown(
                        "due_delivery", "event_id = '" + first() + "'", List.of(of + "/endpoint/e/stats", "/ledger")));
    }

    @Test
    void failNoList() {
        for (Shown each : shown()) {
            each.paths()
                    .forEach(path -> assertThat(api.get(path).status()).as(path).isEqualTo(200));
            for (String column : columns(each.table())) {
                Optional<Object> good = value(each, column);
                for (Object garbage : GARBAGE) {
                    // A count that no sum can hold is wrong, but it can be read.
                    boolean isCount = COUNTS.contains(each.table()) && garbage instanceof Long;
                    if (!isCount) {
                        spoil(each, column, garbage);
                    }
                }
                set(each.table(), column, good.orElse(null));
            }
        }

        assertThat(faults).isEmpty();
    }

    private void spoil(Shown each, String column, Object garbage) {
        try {
            set(each.table(), column, garbage);
        } catch (RuntimeException refused) {
            return;
        }
        for (String path : each.paths()) {
            ApiClient.Answer answer = api.get(path);
            if (answer.status() >= 500) {
                faults.add(each.table() + "." + column + " = " + garbage + ": GET " + path + " -> " + answer.body());
            } else if (answer.status() == 200) {
                answer.json();
            }
        }
    }

    private String rowid = "";

    private Optional<Object> value(Shown each, String column) {
        Map<String, Object> row = sql.sql(
                        "SELECT rowid AS r, " + column + " AS v FROM " + each.table() + " WHERE " + each.where())
                .query()
                .singleRow();
        rowid = String.valueOf(row.get("r"));
        return Optional.ofNullable(row.get("v"));
    }

    private void set(String table, String column, @Nullable Object value) {
        writes.write(sql -> sql.sql("UPDATE " + table + " SET " + column + " = ? WHERE rowid = " + rowid)
                .param(value)
                .update());
    }

    private List<String> columns(String table) {
        return sql.sql("SELECT name FROM pragma_table_info('" + table + "')")
                .query(String.class)
                .list();
    }
}
