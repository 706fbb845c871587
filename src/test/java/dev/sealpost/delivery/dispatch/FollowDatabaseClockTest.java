package dev.sealpost.delivery.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.database.Dialect;
import dev.sealpost.database.OnDatabase;
import dev.sealpost.delivery.flight.RowClock;
import dev.sealpost.delivery.record.RecordingTestBase;
import dev.sealpost.delivery.record.SampleResults;
import dev.sealpost.node.HandClock;
import dev.sealpost.subscription.DestinationId;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/** The clocks of this node and of its database, each set by hand, and the monotonic one. */
class FollowDatabaseClockTest extends RecordingTestBase {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

    private final HandClock nodeClock = new HandClock(NOW);
    private final HandClock databaseClock = new HandClock(NOW);
    private final AtomicLong nanos = new AtomicLong();
    private final RowClock rows = new RowClock(Dialect.POSTGRESQL, nodeClock, nanos::get);
    private final Backlog backlog = new Backlog(rows);

    private FollowDatabaseClock follow(boolean isAlone) {
        return new FollowDatabaseClock(rows, databaseClock::millis, desk.recorder, backlog, isAlone);
    }

    private void passes(Duration time) {
        nodeClock.advance(time);
        databaseClock.advance(time);
        nanos.addAndGet(time.toNanos());
    }

    private void row(String event, Instant dueAt) throws Exception {
        desk.settle(desk.accepted(event.hashCode(), event).getFirst(), SampleResults.retriedAt(dueAt));
    }

    private Instant dueAt(String event) {
        return Instant.ofEpochMilli(
                desk.rows.number("SELECT due_at FROM due_delivery WHERE event_id = '" + event + "'"));
    }

    @OnDatabase
    void saysWhatTheClockOfTheNodeSaysWhileBothAreRight() {
        desk.start();
        databaseClock.advance(Duration.ofMillis(240));
        follow(true).run();
        passes(Duration.ofDays(3));

        assertThat(rows.instant()).isEqualTo(nodeClock.instant());
        assertThat(rows.of(NOW)).isEqualTo(NOW);
        assertThat(rows.onNode(NOW)).isEqualTo(NOW);
    }

    @OnDatabase
    void translatesTimesWhereOnlyTheNodeIsWrong() {
        desk.start();
        FollowDatabaseClock follow = follow(false);
        follow.run();
        nodeClock.advance(HOUR);
        passes(Duration.ofSeconds(5));
        follow.run();

        Instant retry = nodeClock.instant().plusSeconds(30);

        assertThat(rows.of(retry)).isEqualTo(databaseClock.instant().plusSeconds(30));
        assertThat(rows.onNode(rows.of(retry))).isEqualTo(retry);
        assertThat(rows.instant()).isEqualTo(databaseClock.instant());
    }

    @OnDatabase
    void keepsTheTimeThatWasLeftWhenTheClockIsSetBack() throws Exception {
        DestinationId a = started("a");
        FollowDatabaseClock follow = follow(true);
        follow.run();
        row("soon", NOW.plusSeconds(10));
        row("waiting", NOW.minusSeconds(1));
        row("past", NOW.minus(HOUR.multipliedBy(2)));
        backlog.added(a, NOW.plusSeconds(10));

        databaseClock.advance(HOUR.negated());
        nodeClock.advance(HOUR.negated());
        follow.run();

        assertThat(dueAt("soon")).isEqualTo(NOW.minus(HOUR).plusSeconds(10));
        assertThat(dueAt("waiting")).isEqualTo(NOW.minus(HOUR).minusSeconds(1));
        assertThat(dueAt("past")).isEqualTo(NOW.minus(HOUR.multipliedBy(2)));
        assertThat(backlog.isDue(a)).isFalse();
        passes(Duration.ofSeconds(10));
        assertThat(backlog.isDue(a)).isTrue();

        follow.run();
        assertThat(dueAt("soon")).isEqualTo(NOW.minus(HOUR).plusSeconds(10));
    }

    @OnDatabase
    void leavesRowsAloneForASlowClockAndForOneThatIsSetForward() throws Exception {
        started("a");
        FollowDatabaseClock follow = follow(true);
        row("soon", NOW.plusSeconds(10));

        databaseClock.advance(Duration.ofSeconds(-2));
        follow.run();
        databaseClock.advance(HOUR);
        follow.run();

        assertThat(dueAt("soon")).isEqualTo(NOW.plusSeconds(10));
    }

    @OnDatabase
    void leavesItToTheSignsOfLifeWhereNodesShareTheDatabase() throws Exception {
        started("a");
        FollowDatabaseClock follow = follow(false);
        row("soon", NOW.plusSeconds(10));

        databaseClock.advance(HOUR.negated());
        follow.run();

        assertThat(dueAt("soon")).isEqualTo(NOW.plusSeconds(10));
    }
}
