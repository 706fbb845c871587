package dev.sealpost.delivery.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.database.OnDatabase;
import dev.sealpost.delivery.AttemptOutcome;
import dev.sealpost.delivery.Attempted;
import dev.sealpost.delivery.Attempted.Answer;
import dev.sealpost.delivery.NextStep;
import dev.sealpost.delivery.flight.InFlight;
import dev.sealpost.delivery.flight.Result;
import dev.sealpost.delivery.record.LedgerCounts.Count;
import dev.sealpost.history.AttemptMinuteLog;
import dev.sealpost.subscription.DestinationId;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Recorded outcomes are counted, in memory and by the minute. */
class RecordMetricsTest extends RecordingTestBase {

    @OnDatabase
    void addsAttemptsUpByTheMinute() throws Exception {
        desk.change(sql -> sql.sql("DELETE FROM attempt_minute").update());
        desk.anEndpoint("a");
        started("b");
        List<InFlight> first = desk.accepted(1, "event-1");
        List<InFlight> second = desk.accepted(2, "event-2");
        desk.settle(first.get(0), madeNow(new AttemptOutcome.Succeeded(), new NextStep.Settle()));
        desk.settle(first.get(1), madeNow(new AttemptOutcome.Rejected(500), new NextStep.RetryAt(FAR_AWAY)));
        desk.settle(second.get(0), madeNow(new AttemptOutcome.Succeeded(), new NextStep.Settle()));
        desk.settle(second.get(1), madeNow(new AttemptOutcome.TimedOut(), new NextStep.Exhaust("exhausted")));
        assertThat(desk.rows.count("attempt_minute"))
                .as("rows before it is time")
                .isZero();

        desk.stop();

        AttemptMinuteLog log = desk.minutes();
        Instant minute = RecordingStore.NOW.truncatedTo(ChronoUnit.MINUTES);
        AttemptMinuteLog.Sums all = log.sums(new AttemptMinuteLog.Of.Everything(), minute, minute);
        assertThat(all.attempts())
                .hasSize(8)
                .containsEntry("succeeded", 2L)
                .containsEntry("rejected", 1L)
                .containsEntry("timed-out", 1L)
                .containsEntry("failed", 0L);
        assertThat(all.dead()).isEqualTo(1);
        assertThat(all.durations()).isEqualTo(Duration.ofMillis(28));
        assertThat(all.longestDuration()).isEqualTo(Duration.ofMillis(7));
        assertThat(log.sums(new AttemptMinuteLog.Of.OneApplication(RecordingStore.SHOP), minute, minute))
                .isEqualTo(all);
        assertThat(desk.rows.count("attempt_minute"))
                .as("one row for a minute and a destination")
                .isEqualTo(2);
        assertThat(log.minutes(new AttemptMinuteLog.Of.Everything(), minute, minute))
                .containsExactly(new AttemptMinuteLog.Minute(minute, all));
        assertThat(log.minutes(new AttemptMinuteLog.Of.Everything(), minute.plusSeconds(1), FAR_AWAY))
                .isEmpty();
        DestinationId one = first.getFirst().delivery().destination();
        assertThat(log.sums(new AttemptMinuteLog.Of.OneDestination(one), minute, minute)
                        .all())
                .isEqualTo(2);
    }

    private static Result.Made madeNow(AttemptOutcome outcome, NextStep next) {
        return new Result.Made(new Attempted(outcome, next, Answer.NONE, RecordingStore.NOW, Duration.ofMillis(7)));
    }

    @OnDatabase
    void goesOnWithoutTheTableOfMinutes() throws Exception {
        desk.change(
                sql -> sql.sql("ALTER TABLE attempt_minute RENAME TO hidden").update());
        try {
            started("a");
            InFlight inFlight = desk.accepted(1, "event-1").getFirst();
            desk.settle(inFlight, SampleResults.succeeded());
            desk.tally.flushNext();

            assertThat(desk.accepted(2, "event-2")).hasSize(1);
            assertThat(desk.rows.count("attempt")).isEqualTo(1);
            assertThat(desk.recorder.isAvailable()).isTrue();
        } finally {
            desk.change(sql ->
                    sql.sql("ALTER TABLE hidden RENAME TO attempt_minute").update());
        }
    }

    @OnDatabase
    void countsWhatItRecords() throws Exception {
        desk.anEndpoint("a");
        started("b");
        List<InFlight> first = desk.accepted(1, "event-1");
        desk.settle(first.get(0), SampleResults.succeeded());
        desk.settle(first.get(1), SampleResults.retriedAt(FAR_AWAY));
        desk.arrives(RecordingStore.aMessage(9, "event-1"));
        desk.stop();

        DeliveryMetrics figures = desk.figures;
        assertThat(figures.count(Count.MATCHED)).isEqualTo(1);
        assertThat(figures.count(Count.OWED)).isEqualTo(2);
        assertThat(figures.count(Count.DELIVERED)).isEqualTo(1);
        assertThat(figures.count(Count.DUPLICATES)).isEqualTo(1);
        assertThat(figures.endpoints().attempts("succeeded")).isEqualTo(1);
        assertThat(figures.endpoints().attempts("rejected")).isEqualTo(1);
        assertThat(figures.routes().attempts("succeeded")).isZero();
        assertThat(figures.endpoints().latencyMicros().read().counts().stream()
                        .mapToLong(Long::longValue)
                        .sum())
                .isEqualTo(1);
        assertThat(figures.batchEntries().read().sum()).isEqualTo(4);
    }
}
