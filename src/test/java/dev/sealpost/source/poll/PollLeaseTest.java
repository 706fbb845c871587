package dev.sealpost.source.poll;

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

    private PollLease lease(TestDatabase database, String run, String poller) {
        return new PollLease(rows(database, run), "orders", run + "/" + poller, Duration.ofMinutes(1), nanos(clock));
    }

    static LongSupplier nanos(HandClock clock) {
        return () -> TimeUnit.MILLISECONDS.toNanos(clock.millis());
    }

    @OnDatabase(Dialect.POSTGRESQL)
    void staysItsTurnWhileARoundTakesLongerThanTheLease(TestDatabase database) {
        Duration lease = Duration.ofMillis(300);
        PollLease slow = new PollLease(rows(database, "run"), "orders", "run/a", lease, System::nanoTime);
        slow.acquire();
        long end = heldUntil(database);

        try (PollLease.Renewal renewal = slow.renewed()) {
            Awaitility.await().until(() -> heldUntil(database) > end + 2 * lease.toMillis());
        }
    }

    private static RoundResult.Read page(String reached) {
        return new RoundResult.Read(reached, true, 0, Optional.empty());
    }

    private static PollPosition at(String cursor) {
        return new PollPosition(Optional.of(cursor), 1, false, PollProgress.NONE);
    }

    private static void endLeases(TestDatabase database) {
        database.change(sql -> sql.sql("UPDATE poll SET held_until = 0").update());
    }

    @OnDatabase
    void letsOnePollAtATime(TestDatabase database) {
        PollLease first = lease(database, "run", "a");
        PollLease second = lease(database, "run", "b");

        assertThat(first.acquire()).isTrue();
        assertThat(second.acquire()).isFalse();

        first.release();
        assertThat(second.acquire()).isTrue();
        assertThat(lease(database, "run", "c").acquire()).isFalse();
    }

    @OnDatabase(Dialect.POSTGRESQL)
    void waitsForTheLeaseOfARunThatMayBeAlive(TestDatabase database) {
        lease(database, "dead", "a").acquire();
        PollLease other = lease(database, "alive", "a");

        assertThat(other.acquire()).isFalse();

        endLeases(database);
        assertThat(other.acquire()).isTrue();
    }

    @OnDatabase(Dialect.SQLITE)
    void doesNotWaitForAnEarlierRunOfTheSameNode(TestDatabase database) {
        lease(database, "crashed", "a").acquire();

        assertThat(lease(database, "restarted", "a").acquire()).isTrue();
    }

    /** As from a node whose clock is years ahead, or by hand. */
    @OnDatabase
    void doesNotWaitForALeaseLongerThanAny(TestDatabase database) {
        lease(database, "run", "a").acquire();
        database.change(sql ->
                sql.sql("UPDATE poll SET held_until = 9223372036854775807").update());

        assertThat(lease(database, "run", "b").acquire()).isTrue();
    }

    @OnDatabase(Dialect.SQLITE)
    void goesOnFromACursorOfAnyKind(TestDatabase database) {
        for (Object cursor : List.of(7, "x", new byte[] {'x'}, 1.5)) {
            PollLease lease = lease(database, "run", "a");
            lease.acquire();
            database.change(
                    sql -> sql.sql("UPDATE poll SET reached = ?").param(cursor).update());

            assertThat(lease.move(lease.position(), page("page 2")))
                    .as("%s", cursor)
                    .isTrue();
        }
    }

    @OnDatabase
    void keepsTheCursorOverRestarts(TestDatabase database) {
        PollLease before = lease(database, "run", "a");
        before.acquire();
        assertThat(before.position().cursor()).isEmpty();
        assertThat(before.move(PollPosition.FIRST, page("page 1"))).isTrue();
        assertThat(before.move(at("page 1"), page("page 2"))).isTrue();
        before.release();

        assertThat(lease(database, "next run", "a").position().cursor()).contains("page 2");
    }

    @OnDatabase
    void movesNothingAfterItsTurn(TestDatabase database) {
        PollLease frozen = lease(database, "run", "a");
        frozen.acquire();
        endLeases(database);
        PollLease next = lease(database, "run", "b");
        next.acquire();
        next.move(PollPosition.FIRST, page("page 1"));

        assertThat(frozen.move(PollPosition.FIRST, page("page 0"))).isFalse();
        assertThat(next.position().cursor()).contains("page 1");
        assertThat(frozen.acquire()).isFalse();
    }

    @OnDatabase
    void leavesACursorAloneThatAnOperatorMoved(TestDatabase database) {
        PollLease lease = lease(database, "run", "a");
        lease.acquire();
        lease.move(PollPosition.FIRST, page("page 7"));
        database.change(sql -> sql.sql("UPDATE poll SET reached = 'page 1'").update());

        assertThat(lease.move(at("page 7"), page("page 8"))).isFalse();
        assertThat(lease.position().cursor()).contains("page 1");
    }

    @OnDatabase(Dialect.SQLITE)
    void writesOnlyWhenHalfOfItsLeaseIsOver(TestDatabase database) {
        PollLease lease = lease(database, "run", "a");
        lease.acquire();
        database.change(sql -> sql.sql("UPDATE poll SET held_until = 1").update());

        clock.advance(Duration.ofSeconds(29));
        assertThat(lease.acquire()).isTrue();
        assertThat(heldUntil(database)).isEqualTo(1);

        clock.advance(Duration.ofSeconds(2));
        assertThat(lease.acquire()).isTrue();
        assertThat(heldUntil(database)).isGreaterThan(1);
    }

    private static long heldUntil(TestDatabase database) {
        return database.reads()
                .sql("SELECT held_until FROM poll")
                .query(Long.class)
                .single();
    }
}
