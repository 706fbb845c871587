package dev.sealpost.source.poll;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.database.Dialect;
import dev.sealpost.database.OnDatabase;
import dev.sealpost.database.TestDatabase;
import dev.sealpost.node.HandClock;
import java.io.IOError;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.ServiceConfigurationError;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class PollLoopTest {

    private static final Duration INTERVAL = Duration.ofSeconds(10);

    private final HandClock clock = new HandClock(Instant.parse("2026-11-24T10:00:00Z"));
    private final Deque<RoundResult> results = new ArrayDeque<>();
    private final List<String> asked = new ArrayList<>();

    private PollLoop loop(TestDatabase database) {
        return loop(database, INTERVAL, (cursor, backfill) -> {
            asked.add(cursor);
            return results.remove();
        });
    }

    private PollLoop loop(TestDatabase database, Duration interval, PollLoop.Round round) {
        PollRows rows = new PollRows(database.writes(), database.reads(), database.leaseHolder("run"));
        return new PollLoop(
                new PollOptions("orders", interval, "start"),
                round,
                new PollLease(rows, "orders", "run/a", Duration.ofMinutes(1), PollLeaseTest.nanos(clock)),
                new PollPace(interval, new Random(1)),
                new PollStatus(clock));
    }

    private static RoundResult read(String reached, boolean more) {
        return new RoundResult.Read(reached, more, 0, Optional.empty());
    }

    private static RoundResult failed(String reason) {
        return new RoundResult.Failed(reason, Optional.empty());
    }

    @OnDatabase(Dialect.SQLITE)
    void goesOnFromWhereTheLastRoundEnded(TestDatabase database) {
        results.addAll(List.of(read("1", true), read("2", false), read("2", false)));
        PollLoop loop = loop(database);

        assertThat(loop.once()).isZero();
        assertThat(loop.once()).isEqualTo(INTERVAL);
        assertThat(loop.once()).isEqualTo(INTERVAL);

        assertThat(asked).containsExactly("start", "1", "2");
    }

    // Fault 15.
    @OnDatabase(Dialect.SQLITE)
    void triesAgainWhateverARoundThrows(TestDatabase database) {
        Deque<Error> errors = new ArrayDeque<>(List.of(
                new StackOverflowError(),
                new NoClassDefFoundError("x"),
                new ServiceConfigurationError("x"),
                new IOError(new IOException("x")),
                new OutOfMemoryError("x")));
        PollLoop loop = loop(database, INTERVAL, (cursor, backfill) -> {
            throw errors.remove();
        });

        while (!errors.isEmpty()) {
            assertThat(loop.once()).isPositive();
        }
    }

    // Fault 15.
    @OnDatabase(Dialect.SQLITE)
    void goesOnWhenARoundLeavesItInterrupted(TestDatabase database) {
        AtomicInteger rounds = new AtomicInteger();
        PollLoop loop = loop(database, Duration.ofMillis(10), (cursor, backfill) -> {
            rounds.incrementAndGet();
            Thread.currentThread().interrupt();
            return read("", false);
        });

        loop.start();

        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> rounds.get() > 2);
        loop.stop();
    }

    @OnDatabase(Dialect.SQLITE)
    void staysWhereItIsWhenARoundFails(TestDatabase database) {
        results.addAll(List.of(read("1", false), failed("503"), failed("503"), read("2", false)));
        PollLoop loop = loop(database);

        loop.once();
        assertThat(loop.once()).isGreaterThanOrEqualTo(Duration.ofSeconds(8));
        assertThat(loop.once()).isGreaterThanOrEqualTo(Duration.ofSeconds(16));
        loop.once();

        assertThat(asked).containsExactly("start", "1", "1", "1");
    }

    @OnDatabase(Dialect.SQLITE)
    void saysOnceThatItFailsAndOnceThatItIsOver(TestDatabase database, CapturedOutput output) {
        results.addAll(List.of(failed("away"), failed("away"), failed("away"), read("1", false)));
        PollLoop loop = loop(database);

        for (int i = 0; i < 4; i++) {
            loop.once();
        }

        assertThat(output.getAll().lines().filter(line -> line.contains("poll.failed poll=orders")))
                .hasSize(1);
        assertThat(output).contains("poll.recovered poll=orders failures=3");
    }

    @OnDatabase(Dialect.SQLITE)
    void tellsSinceWhenAndWhyItFails(TestDatabase database) {
        results.addAll(List.of(failed("no route to host"), failed("connection refused"), read("start", false)));
        PollLoop loop = loop(database);
        Instant since = clock.instant();

        loop.once();
        clock.advance(Duration.ofMinutes(2));
        loop.once();

        assertThat(loop.status().failures()).contains(new PollStatus.FailedRounds(since, 2, "connection refused"));
        assertThat(loop.status().behind()).isEqualTo(Duration.ofMinutes(2));

        loop.once();
        assertThat(loop.status().failures()).isEmpty();
        assertThat(loop.status().behind()).isZero();
    }

    @OnDatabase(Dialect.SQLITE)
    void isBehindUntilThereIsNothingMore(TestDatabase database) {
        results.addAll(List.of(read("1", true), read("2", true), read("3", false)));
        PollLoop loop = loop(database);

        loop.once();
        clock.advance(Duration.ofSeconds(5));
        loop.once();
        assertThat(loop.status().behind()).isEqualTo(Duration.ofSeconds(5));

        loop.once();
        assertThat(loop.status().behind()).isZero();
    }

    @OnDatabase(Dialect.SQLITE)
    void rushesNothingWhenTheCursorStandsStill(TestDatabase database) {
        results.addAll(List.of(read("1", true), read("1", true)));
        PollLoop loop = loop(database);

        assertThat(loop.once()).isZero();
        assertThat(loop.once()).isEqualTo(INTERVAL);
    }

    @OnDatabase(Dialect.SQLITE)
    void readsNothingWhileItIsAnothersTurn(TestDatabase database) {
        PollRows rows = new PollRows(database.writes(), database.reads(), database.leaseHolder("run"));
        rows.take("orders", "run/b", Duration.ofMinutes(1));

        assertThat(loop(database).once()).isEqualTo(INTERVAL);

        assertThat(asked).isEmpty();
    }
}
