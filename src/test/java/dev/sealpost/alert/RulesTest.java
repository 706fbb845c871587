package dev.sealpost.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.backup.BackupStatus;
import dev.sealpost.database.TestDatabase;
import dev.sealpost.database.Writes;
import dev.sealpost.delivery.dispatch.IntakeStatus.Standstill;
import dev.sealpost.history.AttemptMinuteLog;
import dev.sealpost.route.camel.LostTriggers.Lost;
import dev.sealpost.source.poll.PollStatus.FailedRounds;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

class RulesTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private Writes writes;
    private AttemptMinuteLog log;

    @BeforeEach
    void open(@TempDir Path folder) {
        TestDatabase database = TestDatabase.in(folder);
        writes = database.writes();
        log = new AttemptMinuteLog(database.reads());
    }

    private void attempts(Duration ago, int succeeded, int failed, int dead) {
        writes.write(sql -> sql.sql("""
                        INSERT INTO attempt_minute (destination_id, minute, node, application_id, succeeded, rejected, gone,
                            throttled, timed_out, unreachable, blocked, failed, dead, cancelled, duration_sum, duration_max)
                        VALUES ('ep_1', ?, 'node', 'app_1', ?, ?, 0, 0, 0, 0, 0, 0, ?, 0, 0, 0)
                        """)
                .params(NOW.minus(ago).getEpochSecond() / 60, succeeded, failed, dead)
                .update());
    }

    private Rule.Evaluation failureShare(double above, int atLeast) {
        return Rules.failureShare(new AlertSettings.FailureShare(above, Duration.ofMinutes(10), atLeast), log)
                .evaluate()
                .apply(NOW);
    }

    @Test
    void breaksWhenTooManyAttemptsFailed() {
        attempts(Duration.ofMinutes(1), 2, 1, 0);
        attempts(Duration.ofMinutes(10), 1, 4, 0);
        attempts(Duration.ofMinutes(11), 1_000, 0, 0);

        assertThat(failureShare(0.6, 8).isBroken()).isTrue();
        assertThat(failureShare(0.63, 8).isBroken()).isFalse();
        assertThat(failureShare(0.6, 9).isBroken()).isFalse();
        assertThat(failureShare(0.6, 8).text())
                .isEqualTo("62.5 % of 8 attempts within 10 min failed; the limit is 60.0 %");
    }

    @Test
    void isKeptWhileNothingIsAttempted() {
        assertThat(failureShare(0.5, 1).isBroken()).isFalse();
    }

    @Test
    void breaksWhenTooManyDeliveriesDied() {
        attempts(Duration.ofMinutes(1), 0, 3, 3);
        attempts(Duration.ofMinutes(59), 0, 2, 2);
        attempts(Duration.ofHours(2), 0, 100, 100);

        Rule.Evaluation evaluation = Rules.deadLetters(new AlertSettings.DeadLetters(4, Duration.ofHours(1)), log)
                .evaluate()
                .apply(NOW);

        assertThat(evaluation.isBroken()).isTrue();
        assertThat(evaluation.text()).isEqualTo("5 deliveries ended as dead letters within 60 min; the limit is 4");
        assertThat(Rules.deadLetters(new AlertSettings.DeadLetters(5, Duration.ofHours(1)), log)
                        .evaluate()
                        .apply(NOW)
                        .isBroken())
                .isFalse();
    }

    @Test
    void breaksWhenADeliveryWaitsTooLong() {
        Duration limit = Duration.ofMinutes(15);

        assertThat(Rules.oldestPending(limit, () -> limit).evaluate().apply(NOW).isBroken())
                .isFalse();
        assertThat(Rules.oldestPending(limit, () -> limit.plusSeconds(1))
                        .evaluate()
                        .apply(NOW)
                        .isBroken())
                .isTrue();
        assertThat(Rules.oldestPending(limit, () -> Duration.ofHours(3))
                        .evaluate()
                        .apply(NOW)
                        .text())
                .isEqualTo("a delivery has been due for 3 h; the limit is 15 min");
    }

    @Test
    void breaksWhenAPollFailsForTooLong() {
        Duration limit = Duration.ofMinutes(15);
        FailedRounds failures = new FailedRounds(NOW.minus(limit), 9, "503: closed");

        assertThat(Rules.failingPoll(limit, () -> Optional.of(Map.entry("orders-api", failures)))
                        .evaluate()
                        .apply(NOW)
                        .isBroken())
                .isFalse();
        assertThat(Rules.failingPoll(limit, () -> Optional.of(Map.entry("orders-api", failures)))
                        .evaluate()
                        .apply(NOW.plusSeconds(1)))
                .isEqualTo(new Rule.Evaluation(
                        true,
                        901,
                        900,
                        "the poll orders-api has failed for 15 min (503: closed); the limit is 15 min"));
        assertThat(Rules.failingPoll(limit, Optional::empty)
                        .evaluate()
                        .apply(NOW)
                        .isBroken())
                .isFalse();
    }

    @Test
    void breaksWhileATimeWasLostNotLongAgo() {
        Instant time = Instant.parse("2026-01-02T02:00:00Z");
        Lost lost = new Lost("schedule-to-events", time, NOW, "the broker does not answer");
        Rule rule = Rules.lostTrigger("here", Duration.ofHours(1), () -> Optional.of(lost));

        assertThat(rule.evaluate().apply(NOW))
                .isEqualTo(
                        new Rule.Evaluation(
                                true,
                                1,
                                0,
                                "the route schedule-to-events has published nothing for 2026-01-02T02:00:00Z (the broker does not answer)"));
        assertThat(rule.evaluate().apply(NOW.plus(Duration.ofHours(1))).isBroken())
                .isFalse();
        assertThat(Rules.lostTrigger("here", Duration.ofHours(1), Optional::empty)
                        .evaluate()
                        .apply(NOW)
                        .isBroken())
                .isFalse();
    }

    @Test
    void breaksWhenTooLittleDiskIsFree() {
        DataSize limit = DataSize.ofMegabytes(100);

        assertThat(Rules.disk("here", limit, limit::toBytes)
                        .evaluate()
                        .apply(NOW)
                        .isBroken())
                .isFalse();
        assertThat(Rules.disk("here", limit, () -> limit.toBytes() - 1)
                        .evaluate()
                        .apply(NOW))
                .isEqualTo(new Rule.Evaluation(
                        true, limit.toBytes() - 1, limit.toBytes(), "99 MB are free at here; the limit is 100 MB"));
    }

    @Test
    void breaksWhileAFindingIsOpen() {
        assertThat(Rules.findings(true, () -> 0).evaluate().apply(NOW).isBroken())
                .isFalse();
        assertThat(Rules.findings(true, () -> 2).evaluate().apply(NOW).isBroken())
                .isTrue();
        assertThat(Rules.findings(true, () -> 2).evaluate().apply(NOW).text())
                .startsWith("2 findings of the reconciler are open");
    }

    // Faults 1 to 4: what stops intake does not go unnoticed.
    @Test
    void breaksWhileNoEventIsTakenFromTheBroker() {
        Duration limit = Duration.ofSeconds(30);
        Standstill still = new Standstill(
                "the queue events is not read: the consumer has ended", Duration.ofSeconds(95), Optional.of(7L));

        assertThat(Rules.intake("here", limit, patience -> Optional.empty())
                        .evaluate()
                        .apply(NOW)
                        .isBroken())
                .isFalse();
        assertThat(Rules.intake("here", limit, patience -> Optional.of(still).filter(found -> patience.equals(limit)))
                        .evaluate()
                        .apply(NOW))
                .isEqualTo(
                        new Rule.Evaluation(
                                true,
                                95,
                                30,
                                "no event has been taken from the broker at here for 95 s: the queue events is not read: the consumer has ended (GET /api/v1/intake)"));
    }

    private static Rule.Evaluation backup(Duration late, Optional<BackupStatus.FailedBackups> failures) {
        return Rules.backup(
                        "here", Duration.ofMinutes(30), () -> new BackupStatus(0, 0, Optional.empty(), late, failures))
                .evaluate()
                .apply(NOW);
    }

    @Test
    void breaksWhenAScheduledBackupIsMissing() {
        assertThat(backup(Duration.ofMinutes(30), Optional.empty()).isBroken()).isFalse();
        assertThat(backup(Duration.ofMinutes(31), Optional.empty()))
                .isEqualTo(new Rule.Evaluation(
                        true,
                        1860,
                        1800,
                        "the newest scheduled backup at here has been missing for 31 min; the limit is 30 min"));
    }

    @Test
    void breaksAtOnceWhenAScheduledBackupCouldNotBeMade() {
        Rule.Evaluation evaluation =
                backup(Duration.ofSeconds(1), Optional.of(new BackupStatus.FailedBackups(NOW, 2, "no room")));

        assertThat(evaluation.isBroken()).isTrue();
        assertThat(evaluation.text()).isEqualTo("the scheduled backup at here was not made 2 times in a row: no room");
    }
}
