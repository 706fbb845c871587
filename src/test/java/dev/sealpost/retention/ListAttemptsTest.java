package dev.sealpost.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.database.Conditions;
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
    void listsWhatCameInSinceTheLastPass() {
        ListAttempts listing = new ListAttempts(database.writes());
        listing.list();
        assertThat(listed("destination_id = 'ep_1'")).isEqualTo(ATTEMPTS / 5);

        insert(ATTEMPTS);
        listing.list();

        assertThat(listed("TRUE")).isEqualTo(ATTEMPTS + 1);
        assertThat(count("attempt_list_end", "attempt = " + (ATTEMPTS + 1))).isEqualTo(1);
    }

    @Test
    void beginsBehindWhatAnEarlierReleaseHasListed() {
        database.change(sql ->
                sql.sql("UPDATE attempt SET listed = TRUE WHERE number < 20").update());

        new ListAttempts(database.writes()).list();

        assertThat(listed("TRUE")).isEqualTo(ATTEMPTS - 20);
    }

    @Test
    void deletesTheAttemptsWithTheirPlaces() {
        ListAttempts listing = new ListAttempts(database.writes());
        listing.list();

        database.writes().write(sql -> {
            ListAttempts.delete(sql, new Conditions().and("number >= ?", 10));
            return true;
        });

        assertThat(count("attempt", "TRUE")).isEqualTo(10);
        assertThat(listed("TRUE")).isEqualTo(10);
        insert(ATTEMPTS);
        listing.list();
        assertThat(listed("TRUE")).isEqualTo(11);
    }

    @Test
    void looksAttemptsUpByTheirDestinationAndNotThroughAll() {
        assertThat(database.reads()
                        .sql("EXPLAIN QUERY PLAN SELECT a.outcome FROM attempt_list l CROSS JOIN attempt a"
                                + " ON a.rowid = l.attempt WHERE l.destination_id = 'ep_1' ORDER BY l.started_at")
                        .query((row, number) -> row.getString("detail"))
                        .list()
                        .toString())
                .contains("SEARCH l USING PRIMARY KEY (destination_id=?)", "SEARCH a USING INTEGER PRIMARY KEY")
                .doesNotContain("TEMP B-TREE");
    }

    private int listed(String condition) {
        return count("attempt_list", condition);
    }

    private int count(String table, String condition) {
        return database.reads()
                .sql("SELECT COUNT(*) FROM " + table + " WHERE " + condition)
                .query(Integer.class)
                .single();
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
