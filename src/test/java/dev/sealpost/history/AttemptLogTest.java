package dev.sealpost.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.sealpost.database.Databases;
import dev.sealpost.database.Dialect;
import dev.sealpost.database.OnDatabase;
import dev.sealpost.database.Page;
import dev.sealpost.database.PageRequest;
import dev.sealpost.database.Position;
import dev.sealpost.database.ReaderPool;
import dev.sealpost.database.TestDatabase;
import dev.sealpost.event.EventId;
import dev.sealpost.event.EventStore.LabelFilter;
import dev.sealpost.event.EventStore.TimeSpan;
import dev.sealpost.history.AttemptLog.AttemptQuery;
import dev.sealpost.history.AttemptLog.Ended;
import dev.sealpost.subscription.DestinationId;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DelegatingDataSource;

class AttemptLogTest {

    private static final EventId EVENT = new EventId("msg_1");
    private static final DestinationId ENDPOINT = new DestinationId("ep_1");
    private static final TimeSpan ALWAYS = new TimeSpan(Optional.empty(), Optional.empty());

    private TestDatabase database;
    private AttemptLog log;

    @BeforeEach
    void open(TestDatabase database) {
        this.database = database;
        log = new AttemptLog(database.reads(), database.database());
    }

    @OnDatabase
    void listsTheAttemptsOfAnEventNewestFirst() {
        insert(EVENT, ENDPOINT, 1, "rejected", 500, 1_000);
        insert(EVENT, ENDPOINT, 2, "succeeded", 200, 2_000);
        insert(new EventId("msg_2"), ENDPOINT, 1, "succeeded", 200, 3_000);

        List<AttemptRecord> attempts = log.list(ofEvent(), page(10)).items();

        assertThat(attempts)
                .extracting(attempt -> attempt.attemptKey().number())
                .containsExactly(2, 1);
        assertThat(attempts).extracting(AttemptRecord::succeeded).containsExactly(true, false);
        assertThat(attempts.getFirst().timing().startedAt()).isEqualTo(Instant.ofEpochMilli(2_000));
        assertThat(attempts.getFirst().answer().text()).isEqualTo("body");
        assertThat(attempts.getFirst().result().url()).isEmpty();
    }

    @OnDatabase
    void goesOnWhereAPageEndedEvenWithinAMillisecond() {
        for (int number = 1; number <= 5; number++) {
            insert(EVENT, new DestinationId("ep_" + number), 1, "rejected", 500, 1_000);
        }
        List<AttemptRecord> seen = new ArrayList<>();
        Page<AttemptRecord> page = log.list(ofEvent(), page(2));
        seen.addAll(page.items());
        while (page.more()) {
            page = log.list(
                    ofEvent(), new PageRequest(2, true, Optional.of(AttemptLog.position(seen.getLast())), false));
            seen.addAll(page.items());
        }

        assertThat(seen)
                .extracting(attempt -> attempt.key().destination().value())
                .containsExactly("ep_5", "ep_4", "ep_3", "ep_2", "ep_1");
    }

    @OnDatabase
    void listsOnlyWhatIsWanted() {
        insert(EVENT, ENDPOINT, 1, "rejected", 503, 1_000);
        insert(EVENT, ENDPOINT, 2, "timed-out", null, 2_000);
        insert(EVENT, ENDPOINT, 3, "succeeded", 204, 3_000);

        assertThat(numbers(wanted(Optional.of(true), Optional.empty()))).containsExactly(3);
        assertThat(numbers(wanted(Optional.of(false), Optional.empty()))).containsExactly(2, 1);
        assertThat(numbers(wanted(Optional.empty(), Optional.of(500)))).containsExactly(1);
        assertThat(numbers(wanted(Optional.empty(), Optional.of(0)))).containsExactly(2);
        assertThat(numbers(new AttemptQuery(
                        Optional.empty(),
                        Optional.of(ENDPOINT),
                        LabelFilter.ALL,
                        Ended.ANY,
                        new TimeSpan(
                                Optional.of(Instant.ofEpochMilli(1_000)), Optional.of(Instant.ofEpochMilli(3_000))))))
                .containsExactly(2);
    }

    @OnDatabase
    void walksInOrderThroughWhatIsListedAndWhatIsNotYet() {
        for (int number = 1; number <= 6; number++) {
            insert(EVENT, ENDPOINT, number, "succeeded", 200, number * 1_000L);
        }
        database.change(sql ->
                sql.sql("UPDATE attempt SET listed = (number IN (2, 3, 5))").update());
        if (database.dialect() == Dialect.SQLITE) {
            listTheFirst(4);
        }

        assertThat(walk(true)).containsExactly(6, 5, 4, 3, 2, 1);
        assertThat(walk(false)).containsExactly(1, 2, 3, 4, 5, 6);
    }

    @OnDatabase(Dialect.SQLITE)
    void missesNothingThatIsListedBetweenTwoOfItsQueries() throws Exception {
        for (int number = 1; number <= 4; number++) {
            insert(EVENT, ENDPOINT, number, "succeeded", 200, number * 1_000L);
        }
        AtomicInteger queries = new AtomicInteger();
        try (ReaderPool readers = Databases.readers(database.database())) {
            DataSource listing = new DelegatingDataSource(readers) {
                @Override
                public Connection getConnection() throws SQLException {
                    if (queries.incrementAndGet() == 2) {
                        listTheFirst(4);
                    }
                    return super.getConnection();
                }
            };
            log = new AttemptLog(JdbcClient.create(listing), database.database());

            assertThat(walk(true)).containsExactly(4, 3, 2, 1);
        }
    }

    /** With the place of an attempt that was deleted, and whose rowid is used again. */
    private void listTheFirst(int attempts) {
        database.change(sql -> sql.sql(
                        "INSERT INTO attempt_list SELECT destination_id, started_at, rowid FROM attempt WHERE number <= ?")
                .param(attempts)
                .update());
        database.change(sql -> sql.sql("INSERT INTO attempt_list SELECT destination_id, 1, rowid FROM attempt")
                .update());
        database.change(sql -> sql.sql("INSERT INTO attempt_list_end SELECT 1, rowid FROM attempt WHERE number = ?")
                .param(attempts)
                .update());
    }

    private List<Integer> walk(boolean newestFirst) {
        AttemptQuery wanted = labelled(List.of(), null, null);
        List<AttemptRecord> seen = new ArrayList<>();
        Page<AttemptRecord> page;
        do {
            page = log.list(
                    wanted,
                    new PageRequest(
                            2,
                            newestFirst,
                            seen.isEmpty() ? Optional.empty() : Optional.of(AttemptLog.position(seen.getLast())),
                            false));
            seen.addAll(page.items());
        } while (page.more());
        return seen.stream().map(attempt -> attempt.attemptKey().number()).toList();
    }

    @OnDatabase
    void listsTheAttemptsOfEventsWithTheseLabels() {
        insertEvent("msg_1", "order.created", "[\"eu\",\"beta\"]", "[\"vip\"]");
        insertEvent("msg_2", "order.deleted", "[\"EU\"]", null);
        insertEvent("msg_3", "order.created", null, null);
        for (int event = 1; event <= 4; event++) {
            insert(new EventId("msg_" + event), ENDPOINT, event, "succeeded", 200, event * 1_000L);
        }

        assertThat(numbers(labelled(List.of(), "eu", null))).containsExactly(1);
        assertThat(numbers(labelled(List.of(), "bet", null))).isEmpty();
        assertThat(numbers(labelled(List.of(), null, "vip"))).containsExactly(1);
        assertThat(numbers(labelled(List.of("order.created"), null, null))).containsExactly(3, 1);
        assertThat(numbers(labelled(List.of("order.created", "order.deleted"), null, null)))
                .containsExactly(3, 2, 1);
        assertThat(numbers(labelled(List.of("order.created"), "beta", "vip"))).containsExactly(1);
    }

    private static AttemptQuery labelled(List<String> types, @Nullable String channel, @Nullable String tag) {
        return new AttemptQuery(
                Optional.empty(),
                Optional.of(ENDPOINT),
                new LabelFilter(types, Optional.ofNullable(channel), Optional.ofNullable(tag)),
                Ended.ANY,
                ALWAYS);
    }

    @OnDatabase
    void findsAnAttemptByTheIdItShows() {
        insert(EVENT, ENDPOINT, 1, "rejected", 500, 1_000);
        insert(EVENT, new DestinationId("route:orders to shop"), 1, "failed", null, 1_000);

        for (AttemptRecord attempt : log.list(ofEvent(), page(10)).items()) {
            assertThat(attempt.id()).startsWith("atmpt_");
            assertThat(log.find(EVENT, attempt.id())).contains(attempt);
            assertThat(log.find(new EventId("msg_2"), attempt.id())).isEmpty();
        }
    }

    @OnDatabase
    void refusesAPositionThatIsNone() {
        PageRequest request = new PageRequest(1, true, Optional.of(new Position(Instant.EPOCH, "msg_1 x")), false);

        assertThatIllegalArgumentException().isThrownBy(() -> log.list(ofEvent(), request));
    }

    private List<Integer> numbers(AttemptQuery wanted) {
        return log.list(wanted, page(10)).items().stream()
                .map(attempt -> attempt.attemptKey().number())
                .toList();
    }

    private static AttemptQuery ofEvent() {
        return wanted(Optional.empty(), Optional.empty());
    }

    private static AttemptQuery wanted(Optional<Boolean> succeeded, Optional<Integer> statusClass) {
        return new AttemptQuery(
                Optional.of(EVENT), Optional.empty(), LabelFilter.ALL, new Ended(succeeded, statusClass), ALWAYS);
    }

    private static PageRequest page(int limit) {
        return new PageRequest(limit, true, Optional.empty(), false);
    }

    private void insertEvent(String id, String type, @Nullable String channels, @Nullable String tags) {
        database.change(sql -> sql.sql("""
                        INSERT INTO event (id, application_id, type, channels, tags, content_type, payload, created_at,
                            broker_message_id, destinations)
                        VALUES (?, 'app_acme', ?, ?, ?, 'application/json', ?, 1, 1, '')
                        """)
                .param(id)
                .param(type)
                .param(channels)
                .param(tags)
                .param(new byte[] {'{', '}'})
                .update());
    }

    private void insert(
            EventId event,
            DestinationId destination,
            int number,
            String outcome,
            @Nullable Integer status,
            long startedAt) {
        database.change(sql -> sql.sql("""
                        INSERT INTO attempt (event_id, destination_id, cycle, number, application_id, outcome, status,
                            response, started_at, duration, triggered_by)
                        VALUES (?, ?, 1, ?, 'app_acme', ?, ?, 'body', ?, 12, 'scheduled')
                        """)
                .param(event.value())
                .param(destination.value())
                .param(number)
                .param(outcome)
                .param(status)
                .param(startedAt)
                .update());
    }
}
