package dev.sealpost.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.database.TestDatabase;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ListAttemptsTest {

    /** More than the first chunk has. */
    private static final int ATTEMPTS = 50;

    private TestDatabase database;

    @BeforeEach
    void open(@TempDir Path directory) {
        database = TestDatabase.in(directory);
        IntStream.range(0, ATTEMPTS).forEach(this::insert);
    }

    @AfterEach
    void close() throws Exception {
        database.close();
    }

    @Test
    void listsWhatCameInSinceAndLeavesNothingToLookThrough() {
        assertThat(count("NOT listed")).isEqualTo(ATTEMPTS);

        new ListAttempts(database.writes()).list();

        assertThat(count("NOT listed")).isZero();
        assertThat(count("listed AND destination_id = 'ep_1'")).isEqualTo(ATTEMPTS / 5);
    }

    @Test
    void looksAttemptsUpByTheirDestinationAndNotThroughAll() {
        assertThat(plan("destination_id = 'ep_1' AND listed ORDER BY started_at"))
                .contains("attempt_listing");
        assertThat(plan("destination_id = 'ep_1' AND NOT listed")).contains("attempt_unlisted");
    }

    private int count(String condition) {
        return database.reads()
                .sql("SELECT COUNT(*) FROM attempt WHERE " + condition)
                .query(Integer.class)
                .single();
    }

    private String plan(String condition) {
        return database.reads()
                .sql("EXPLAIN QUERY PLAN SELECT outcome FROM attempt WHERE " + condition)
                .query((row, number) -> row.getString("detail"))
                .list()
                .toString();
    }

    private void insert(int number) {
        database.change(
                sql -> sql.sql("""
                        INSERT INTO attempt (event_id, destination_id, cycle, number, application_id, outcome, started_at,
                            duration, triggered_by)
                        VALUES ('msg_1', ?, 1, ?, 'app_acme', 'succeeded', 1, 12, 'scheduled')
                        """).param("ep_" + number % 5).param(number).update());
    }
}
