package dev.sealpost.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealpost.database.Conditions;
import dev.sealpost.database.Page;
import dev.sealpost.database.PageRequest;
import dev.sealpost.database.Position;
import dev.sealpost.database.SqlWork;
import dev.sealpost.database.TestDatabase;
import dev.sealpost.database.Writes;
import dev.sealpost.event.EventStore.LabelFilter;
import dev.sealpost.event.EventStore.TimeSpan;
import dev.sealpost.history.AttemptLog;
import dev.sealpost.history.AttemptLog.AttemptQuery;
import dev.sealpost.history.AttemptLog.Ended;
import dev.sealpost.history.AttemptLogs;
import dev.sealpost.history.AttemptRecord;
import dev.sealpost.subscription.DestinationId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListAttemptsTest {

    /** More than the first chunk has. */
    private static final int ATTEMPTS = 50;

    private static final Comparator<Integer> BY_TIME = Comparator.comparing(ListAttemptsTest::startedAt);

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

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void showsTheSamePagesAfterEveryWrite(boolean newestFirst) {
        List<Integer> before = pages(newestFirst);
        List<List<Integer>> after = new ArrayList<>();

        new ListAttempts(followedBy(() -> after.add(pages(newestFirst)))).list();

        assertThat(before).hasSize(ATTEMPTS / 5).isSortedAccordingTo(newestFirst ? BY_TIME.reversed() : BY_TIME);
        assertThat(after).hasSizeGreaterThan(2).containsOnly(before);
    }

    /** After the attempts are sorted, and after some of them are listed. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void showsAndListsEverythingAfterAKillBetweenTwoWrites(int writes) {
        List<Integer> before = pages(true);
        AtomicInteger left = new AtomicInteger(writes);
        ListAttempts killed = new ListAttempts(followedBy(() -> {
            if (left.decrementAndGet() == 0) {
                throw new IllegalStateException("killed");
            }
        }));
        assertThatThrownBy(killed::list).hasMessage("killed");
        // It has gone with the connection.
        database.change(sql -> sql.sql("DROP TABLE sorted_attempt").update());
        assertThat(pages(true)).isEqualTo(before);

        new ListAttempts(database.writes()).list();

        assertThat(pages(true)).isEqualTo(before);
        assertThat(listed("TRUE")).isEqualTo(ATTEMPTS);
    }

    private Writes followedBy(Runnable then) {
        Writes writes = database.writes();
        return new Writes() {
            @Override
            public <T> T write(SqlWork<T> work) {
                T result = writes.write(work);
                then.run();
                return result;
            }
        };
    }

    /** Numbers of the attempts of the endpoint that is listed last, as the pages of the API show them. */
    private List<Integer> pages(boolean newestFirst) {
        AttemptQuery wanted = new AttemptQuery(
                Optional.empty(),
                Optional.of(new DestinationId("ep_4")),
                LabelFilter.ALL,
                Ended.ANY,
                new TimeSpan(Optional.empty(), Optional.empty()));
        List<AttemptRecord> seen = new ArrayList<>();
        Optional<Position> from = Optional.empty();
        Page<AttemptRecord> page;
        do {
            page = AttemptLogs.of(database).list(wanted, new PageRequest(3, newestFirst, from, false));
            seen.addAll(page.items());
            from = Optional.of(AttemptLog.position(seen.getLast()));
        } while (page.more());
        return seen.stream().map(attempt -> attempt.attemptKey().number()).toList();
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
        assertThat(plan("SELECT a.outcome FROM attempt_list l CROSS JOIN attempt a"
                        + " ON a.rowid = l.attempt WHERE l.destination_id = 'ep_1' ORDER BY l.started_at"))
                .contains("SEARCH l USING PRIMARY KEY (destination_id=?)", "SEARCH a USING INTEGER PRIMARY KEY")
                .doesNotContain("TEMP B-TREE");
    }

    /** Those of an earlier release may be many millions, and each pass asks. */
    @Test
    void findsTheFirstThatIsNotListedByAnIndex() {
        assertThat(plan(ListAttempts.BEGIN)).contains("USING COVERING INDEX attempt_unlisted");
    }

    private String plan(String statement) {
        return database.reads()
                .sql("EXPLAIN QUERY PLAN " + statement)
                .query((row, number) -> row.getString("detail"))
                .list()
                .toString();
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
        database.change(sql -> sql.sql("""
                        INSERT INTO attempt (event_id, destination_id, cycle, number, application_id, outcome, started_at,
                            duration, triggered_by)
                        VALUES ('msg_1', ?, 1, ?, 'app_acme', 'succeeded', ?, 12, 'scheduled')
                        """)
                .param("ep_" + number % 5)
                .param(number)
                .param(startedAt(number))
                .update());
    }

    /** In another order than that in which they came in. */
    private static long startedAt(int number) {
        return number * 7L % ATTEMPTS;
    }
}
