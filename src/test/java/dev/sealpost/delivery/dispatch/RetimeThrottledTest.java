package dev.sealpost.delivery.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.database.Dialect;
import dev.sealpost.database.OnDatabase;
import dev.sealpost.database.SqlWork;
import dev.sealpost.database.Writes;
import dev.sealpost.delivery.DeliverySettings;
import dev.sealpost.delivery.Destination;
import dev.sealpost.delivery.DestinationLookup;
import dev.sealpost.delivery.FakeDestination;
import dev.sealpost.delivery.flight.RowClock;
import dev.sealpost.delivery.flight.RowClocks;
import dev.sealpost.delivery.gate.FakeGateEnvironment;
import dev.sealpost.delivery.gate.Gate;
import dev.sealpost.delivery.record.RecordingTestBase;
import dev.sealpost.endpoint.DeliveryPolicy.Throttle;
import dev.sealpost.subscription.DestinationId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

class RetimeThrottledTest extends RecordingTestBase {

    private static final int ROWS = 1_200;
    private static final Duration APART = Duration.ofSeconds(10);

    private final FakeDestination policy = new FakeDestination();
    private RowClock clock = RowClocks.of(Dialect.SQLITE);
    private Backlog backlog = new Backlog(clock);
    private int transactions;
    private @Nullable DestinationId silent;

    private final DestinationLookup admission = new DestinationLookup() {
        @Override
        public Destination destination(DestinationId id) {
            if (id.equals(silent)) {
                throw new IllegalStateException("nobody answers");
            }
            return policy;
        }

        @Override
        public boolean hasBacklog(DestinationId id) {
            return backlog.isDue(id);
        }
    };

    private RetimeThrottled retime() {
        Gate gate = new Gate(
                new DeliverySettings(
                        10, DataSize.ofMegabytes(1), 512, Duration.ofSeconds(1), 10, 5, Duration.ofSeconds(5)),
                admission,
                FakeGateEnvironment.alone());
        Writes counted = new Writes() {
            @Override
            public <T> T write(SqlWork<T> work) {
                transactions++;
                return desk.recorder.write(work);
            }
        };
        return new RetimeThrottled(database.reads(), counted, admission, backlog, gate, clock);
    }

    /** Rows that wait for their turn, ten seconds from one to the next. */
    private void waiting(DestinationId destination, Instant from, int rows, String reason) {
        desk.change(sql -> sql.sql("""
                        WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :rows)
                        INSERT INTO due_delivery (event_id, destination_id, application_id, cycle, attempt_number,
                            triggered_by, due_at, reason, fault_count, lease_count)
                        SELECT :reason || '-' || i, :destination, 'app_shop', 1, 1, 'scheduled', :from + i * :apart, :reason,
                            0, 0
                        FROM n
                        """)
                .param("rows", rows)
                .param("reason", reason)
                .param("destination", destination.value())
                .param("from", from.toEpochMilli())
                .param("apart", APART.toMillis())
                .update());
    }

    private List<Long> due(String reason) {
        return database.reads()
                .sql("SELECT due_at FROM due_delivery WHERE reason = ? ORDER BY due_at")
                .param(reason)
                .query(Long.class)
                .list();
    }

    @OnDatabase
    void givesRowsTheTurnsOfTheNewRateInSmallTransactions() {
        DestinationId a = started("a");
        Instant now = Instant.now();
        waiting(a, now, ROWS, "throttled");
        waiting(a, now.plusMillis(5), 700, "retry");
        List<Long> retries = due("retry");

        retime().retime(a, Optional.of(new Throttle(10, 5)));

        List<Long> turns = due("throttled");
        assertThat(turns).hasSize(ROWS);
        assertThat(turns.get(0)).isBetween(now.toEpochMilli(), now.toEpochMilli() + 30_000);
        assertThat(turns.get(4) - turns.get(0)).as("the burst").isZero();
        assertThat(turns.get(ROWS - 1) - turns.get(4)).isEqualTo((ROWS - 5) * 100L);
        assertThat(due("retry")).as("what waits for its next attempt").isEqualTo(retries);
        assertThat(backlog.lastSlot(a).toEpochMilli()).isEqualTo(turns.getLast());
        assertThat(backlog.isDue(a)).isTrue();
        assertThat(transactions).isGreaterThan(2);
    }

    @OnDatabase
    void makesAllDueWhereThereIsNoThrottleAnyMore() {
        DestinationId a = started("a");
        waiting(a, Instant.now(), 30, "backlog");

        retime().retime(a, Optional.empty());

        assertThat(due("backlog")).allMatch(time -> time <= System.currentTimeMillis());
    }

    @OnDatabase
    void seesToTheOthersWhileADestinationCannotBeAskedAndToThatOneLater() {
        DestinationId a = started("a");
        DestinationId b = desk.anEndpoint("b");
        silent = a;
        waiting(a, Instant.now(), 3, "throttled");
        waiting(b, Instant.now(), 3, "backlog");
        backlog.refresh(database.reads());
        backlog.loadSlots(database.reads());
        RetimeThrottled retime = retime();

        retime.run();
        assertThat(due("backlog")).allMatch(time -> time <= System.currentTimeMillis());
        silent = null;
        retime.run();

        assertThat(due("throttled")).allMatch(time -> time <= System.currentTimeMillis());
    }

    @OnDatabase
    void findsTheRowsWhereTheClockOfThisNodeIsWrong() {
        DestinationId a = started("a");
        Instant now = Instant.now();
        Clock anHourAhead = Clock.offset(Clock.systemUTC(), Duration.ofHours(1));
        clock = new RowClock(Dialect.POSTGRESQL, anHourAhead, System::nanoTime);
        clock.follow(now.toEpochMilli());
        backlog = new Backlog(clock);
        waiting(a, now, 30, "throttled");

        retime().retime(a, Optional.empty());

        assertThat(due("throttled")).allMatch(time -> time <= System.currentTimeMillis());
        assertThat(backlog.isDue(a)).isTrue();
    }

    @OnDatabase
    void neitherMovesWhatWouldComeLaterNorWhatSomebodyIsAt() {
        DestinationId a = started("a");
        waiting(a, Instant.now(), 30, "throttled");
        desk.change(sql -> sql.sql("UPDATE due_delivery SET lease_token = 'other' WHERE event_id = 'throttled-30'")
                .update());
        List<Long> before = due("throttled");

        retime().retime(a, Optional.of(new Throttle(0.05, 1)));
        assertThat(due("throttled").subList(1, 30)).as("at a lower rate").isEqualTo(before.subList(1, 30));

        retime().retime(a, Optional.empty());
        assertThat(due("throttled").getLast()).isEqualTo(before.getLast());
    }
}
