package dev.sealpost.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.database.Dialect;
import dev.sealpost.database.OnDatabase;
import dev.sealpost.database.TestDatabase;
import dev.sealpost.node.HandClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.awaitility.Awaitility;

class PollLeaseTest {

    private final HandClock clock = new HandClock(Instant.parse("2026-11-24T10:00:00Z"));

    private static PollRows rows(TestDatabase database, String run) {
        return new PollRows(database.writes(), database.reads(), database.leaseHolder(run));
    }

    private PollLease turn(TestDatabase database, String run, String poller) {
        return new PollLease(rows(database, run), "orders", run + "/" + poller, Duration.ofMinutes(1), nanos(clock));
    }

    static LongSupplier nanos(HandClock clock) {
        return () -> TimeUnit.MILLISECONDS.toNanos(clock.millis());
    }

    @OnDatabase(Dialect.POSTGRESQL)
    void staysItsTurnWhileARoundTakesLongerThanTheLease(TestDatabase database) {
        Duration lease = Duration.ofMillis(300);
        PollLease slow = new PollLease(rows(database, "run"), "orders", "run/a", lease, System::nanoTime);
        slow.isMine();
        long end = heldUntil(database);

        try (PollLease.Renewal renewal = slow.renewed()) {
            Awaitility.await().until(() -> heldUntil(database) > end + 2 * lease.toMillis());
        }
    }

    private static void endLeases(TestDatabase database) {
        database.change(sql -> sql.sql("UPDATE poll SET held_until = 0").update());
    }

    @OnDatabase
    void letsOnePollAtATime(TestDatabase database) {
        PollLease first = turn(database, "run", "a");
        PollLease second = turn(database, "run", "b");

        assertThat(first.isMine()).isTrue();
        assertThat(second.isMine()).isFalse();

        first.giveBack();
        assertThat(second.isMine()).isTrue();
        assertThat(turn(database, "run", "c").isMine()).isFalse();
    }

    @OnDatabase(Dialect.POSTGRESQL)
    void waitsForTheLeaseOfARunThatMayBeAlive(TestDatabase database) {
        turn(database, "dead", "a").isMine();
        PollLease other = turn(database, "alive", "a");

        assertThat(other.isMine()).isFalse();

        endLeases(database);
        assertThat(other.isMine()).isTrue();
    }

    @OnDatabase(Dialect.SQLITE)
    void doesNotWaitForAnEarlierRunOfTheSameNode(TestDatabase database) {
        turn(database, "crashed", "a").isMine();

        assertThat(turn(database, "restarted", "a").isMine()).isTrue();
    }

    /** As from a node whose clock is years ahead, or by hand. */
    @OnDatabase
    void doesNotWaitForALeaseLongerThanAny(TestDatabase database) {
        turn(database, "run", "a").isMine();
        database.change(sql ->
                sql.sql("UPDATE poll SET held_until = 9223372036854775807").update());

        assertThat(turn(database, "run", "b").isMine()).isTrue();
    }

    @OnDatabase(Dialect.SQLITE)
    void goesOnFromACursorOfAnyKind(TestDatabase database) {
        for (Object cursor : List.of(7, "x", new byte[] {'x'}, 1.5)) {
            PollLease turn = turn(database, "run", "a");
            turn.isMine();
            database.change(
                    sql -> sql.sql("UPDATE poll SET reached = ?").param(cursor).update());

            assertThat(turn.move(turn.reached(), "page 2")).as("%s", cursor).isTrue();
        }
    }

    @OnDatabase
    void keepsTheCursorOverRestarts(TestDatabase database) {
        PollLease before = turn(database, "run", "a");
        before.isMine();
        assertThat(before.reached()).isEmpty();
        assertThat(before.move(Optional.empty(), "page 1")).isTrue();
        assertThat(before.move(Optional.of("page 1"), "page 2")).isTrue();
        before.giveBack();

        assertThat(turn(database, "next run", "a").reached()).contains("page 2");
    }

    @OnDatabase
    void movesNothingAfterItsTurn(TestDatabase database) {
        PollLease frozen = turn(database, "run", "a");
        frozen.isMine();
        endLeases(database);
        PollLease next = turn(database, "run", "b");
        next.isMine();
        next.move(Optional.empty(), "page 1");

        assertThat(frozen.move(Optional.empty(), "page 0")).isFalse();
        assertThat(next.reached()).contains("page 1");
        assertThat(frozen.isMine()).isFalse();
    }

    @OnDatabase
    void leavesACursorAloneThatAnOperatorMoved(TestDatabase database) {
        PollLease turn = turn(database, "run", "a");
        turn.isMine();
        turn.move(Optional.empty(), "page 7");
        database.change(sql -> sql.sql("UPDATE poll SET reached = 'page 1'").update());

        assertThat(turn.move(Optional.of("page 7"), "page 8")).isFalse();
        assertThat(turn.reached()).contains("page 1");
    }

    @OnDatabase(Dialect.SQLITE)
    void writesOnlyWhenHalfOfItsLeaseIsOver(TestDatabase database) {
        PollLease turn = turn(database, "run", "a");
        turn.isMine();
        database.change(sql -> sql.sql("UPDATE poll SET held_until = 1").update());

        clock.advance(Duration.ofSeconds(29));
        assertThat(turn.isMine()).isTrue();
        assertThat(heldUntil(database)).isEqualTo(1);

        clock.advance(Duration.ofSeconds(2));
        assertThat(turn.isMine()).isTrue();
        assertThat(heldUntil(database)).isGreaterThan(1);
    }

    private static long heldUntil(TestDatabase database) {
        return database.reads()
                .sql("SELECT held_until FROM poll")
                .query(Long.class)
                .single();
    }
}
