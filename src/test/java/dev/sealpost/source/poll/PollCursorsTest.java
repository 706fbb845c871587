package dev.sealpost.source.poll;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.database.OnDatabase;
import dev.sealpost.database.TestDatabase;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** What an operator sees of a poll, and what setting its cursor does to rounds on this and on other nodes. */
class PollCursorsTest {

    private final List<String> asked = new ArrayList<>();

    private static PollCursors cursors(TestDatabase database) {
        return new PollCursors(database.writes(), database.reads(), database.leaseHolder("operator"));
    }

    private PollLoop loop(TestDatabase database, PollLoop.Round round) {
        PollRows rows = new PollRows(database.writes(), database.reads(), database.leaseHolder("run"));
        Duration interval = Duration.ofSeconds(10);
        return new PollLoop(
                new PollOptions("orders", interval, ""),
                (cursor, backfill) -> {
                    asked.add(backfill + ":" + cursor);
                    return round.run(cursor, backfill);
                },
                new PollLease(rows, "orders", "run/a", PollLease.lease(interval), System::nanoTime),
                new PollPace(interval, new Random(1)),
                new PollStatus(Clock.systemUTC()));
    }

    /** A list of pages 1 to {@code last}, with two items each. */
    private static PollLoop.Round pagesUpTo(int last) {
        return (cursor, backfill) -> {
            int next = cursor.isEmpty() ? 1 : Math.min(last, Integer.parseInt(cursor) + 1);
            boolean isNew = !cursor.equals(Integer.toString(next));
            return new RoundResult.Read(Integer.toString(next), next < last, isNew ? 2 : 0, Optional.of(2L * last));
        };
    }

    private static StoredPoll stored(TestDatabase database) {
        return cursors(database).find("orders").orElseThrow();
    }

    @OnDatabase
    void showsHowFarABackfillIsAndWhenItIsLive(TestDatabase database) {
        PollLoop loop = loop(database, pagesUpTo(3));

        loop.once();
        loop.once();
        assertThat(stored(database).progress()).isEqualTo(new PollProgress(2, 4, Optional.of(6L)));
        assertThat(stored(database).caughtUpAt()).isEmpty();
        assertThat(stored(database).startedAt()).isPresent();
        assertThat(loop.status().backfilling().orElseThrow()).hasToString("4 of 6 events in 2 pages");

        loop.once();
        assertThat(stored(database).caughtUpAt()).isPresent();
        assertThat(stored(database).lastPageAt()).isPresent();
        assertThat(loop.status().backfilling()).isEmpty();
    }

    /** A source may say the total on its first page only. */
    @OnDatabase
    void keepsTheTotalThatAnEarlierPageTold(TestDatabase database) {
        PollLoop loop = loop(
                database,
                (cursor, backfill) -> cursor.isEmpty()
                        ? new RoundResult.Read("1", true, 2, Optional.of(9L))
                        : new RoundResult.Read("2", true, 2, Optional.empty()));

        loop.once();
        loop.once();

        assertThat(stored(database).progress()).isEqualTo(new PollProgress(2, 4, Optional.of(9L)));
        assertThat(loop.status().backfilling()).contains(new PollProgress(2, 4, Optional.of(9L)));
    }

    @OnDatabase
    void isLiveAfterTheFirstRoundOfAnEmptyList(TestDatabase database) {
        PollLoop loop = loop(database, (cursor, backfill) -> new RoundResult.Read(cursor, false, 0, Optional.empty()));

        loop.once();

        assertThat(stored(database).caughtUpAt()).isPresent();
        assertThat(stored(database).cursor()).isEmpty();
        assertThat(loop.status().backfilling()).isEmpty();
    }

    @OnDatabase
    void startsAgainFromWhereAnOperatorSetsIt(TestDatabase database) {
        PollLoop loop = loop(database, pagesUpTo(3));
        for (int i = 0; i < 3; i++) {
            loop.once();
        }

        assertThat(cursors(database).set("orders", Optional.of("1"), Optional.of("3")))
                .isTrue();
        assertThat(stored(database).caughtUpAt()).isEmpty();
        assertThat(stored(database).progress()).isEqualTo(PollProgress.NONE);
        loop.once();
        loop.once();

        assertThat(asked).containsExactly("1:", "1:1", "1:2", "2:1", "2:2");
        assertThat(stored(database).progress().pages()).isEqualTo(2);
        assertThat(stored(database).caughtUpAt()).isPresent();
    }

    /** Without the number of the backfill, a round that began at the same cursor would go on as if nothing was asked. */
    @OnDatabase
    void isNotOverwrittenByARoundInProgress(TestDatabase database) {
        for (String cursor : List.of("0", "2")) {
            PollLoop loop = loop(database, (from, backfill) -> {
                if (backfill == 1) {
                    cursors(database).set("orders", Optional.of("2"), Optional.empty());
                    cursors(database).set("orders", Optional.of(cursor), Optional.empty());
                }
                return new RoundResult.Read("9", false, 0, Optional.empty());
            });
            database.change(sql -> sql.sql("DELETE FROM poll").update());
            database.change(
                    sql -> sql.sql("INSERT INTO poll (name, reached, holder, held_until) VALUES ('orders', '2', '', 0)")
                            .update());

            assertThat(loop.once()).isZero();

            assertThat(stored(database).cursor()).contains(cursor);
            assertThat(stored(database).caughtUpAt()).isEmpty();
        }
    }

    @OnDatabase
    void setsNothingThatIsNotAsExpected(TestDatabase database) {
        loop(database, pagesUpTo(3)).once();

        assertThat(cursors(database).set("orders", Optional.of("0"), Optional.of("2")))
                .isFalse();
        assertThat(cursors(database).set("others", Optional.of("0"), Optional.empty()))
                .isFalse();

        assertThat(stored(database).cursor()).contains("1");
        assertThat(cursors(database).set("orders", Optional.empty(), Optional.of("1")))
                .isTrue();
        assertThat(stored(database).cursor()).isEmpty();
    }
}
