package dev.sealpost.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.delivery.flight.InFlight;
import dev.sealpost.delivery.record.Arrived;
import dev.sealpost.delivery.record.RecordedRows;
import dev.sealpost.delivery.record.RecordingStore;
import dev.sealpost.delivery.record.SampleResults;
import dev.sealpost.event.Event;
import dev.sealpost.event.EventStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Promises of retention on every database; the reconciler misses nothing afterwards. */
abstract class RetentionConformance extends RetentionTestBase {

    @Test
    void removesOldEventsWithEverythingOfTheirs() throws Exception {
        for (boolean timed : new boolean[] {true, false}) {
            for (int i = 0; i < 30; i++) {
                desk.settle(accepted(timed), SampleResults.succeeded());
            }
        }
        ageAttempts();
        pass(Duration.ofDays(91));
        InFlight young = accepted(true);
        desk.settle(young, SampleResults.succeeded());

        retention.clean();

        assertThat(desk.rows.count("event")).isEqualTo(1);
        assertThat(desk.rows.count("attempt")).isEqualTo(1);
        assertThat(desk.rows.counts().delivered()).isEqualTo(61);
        assertThat(checkedLater()).isEmpty();
    }

    /** The desk makes every attempt in 1970. */
    private void ageAttempts() {
        desk.change(sql -> sql.sql("UPDATE attempt SET started_at = ?")
                .param(desk.clock.instant().toEpochMilli())
                .update());
    }

    @Test
    void neverRemovesWhatIsPendingOrDeadForAShorterTime() throws Exception {
        aNormalDay(true);
        aNormalDay(false);
        ageAttempts();
        pass(Duration.ofDays(91));

        retention.clean();

        Map<Boolean, Long> payloads = desk
                .reads
                .sql("SELECT payload_removed_at IS NULL AS kept FROM event")
                .query((row, number) -> row.getBoolean("kept"))
                .list()
                .stream()
                .collect(Collectors.groupingBy(kept -> kept, Collectors.counting()));
        assertThat(payloads).as("pending and dead, with payload").isEqualTo(Map.of(true, 6L));
        assertThat(desk.rows.count("due_delivery")).isEqualTo(4);
        assertThat(desk.rows.count("ended_delivery WHERE ending = 'dead'")).isEqualTo(2);
        pass(Duration.ofDays(30));
        retention.clean();
        assertThat(desk.rows.count("ended_delivery")).isZero();
        assertThat(desk.rows.count("event")).as("pending").isEqualTo(4);
        assertThat(checkedLater()).isEmpty();
    }

    @Test
    void keepsAnOldEventWhoseLastAttemptIsYoung() throws Exception {
        InFlight delivery = accepted(true);
        pass(Duration.ofDays(60));
        desk.settle(delivery, SampleResults.succeeded());
        ageAttempts();
        pass(Duration.ofDays(31));

        retention.clean();

        assertThat(desk.rows.count("event")).isEqualTo(1);
        assertThat(desk.rows.count("attempt")).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void emptiesPayloadsAndStillKnowsTheEvent(boolean timed) throws Exception {
        InFlight delivery = accepted(timed);
        desk.settle(delivery, SampleResults.succeeded());
        ageAttempts();
        pass(Duration.ofDays(31));

        retention.clean();

        Event kept = new EventStore(desk.reads)
                .find(RecordingStore.SHOP, delivery.delivery().event().id())
                .orElseThrow();
        assertThat(kept.content().isRemoved()).isTrue();
        assertThat(desk.rows.number("SELECT length(payload) FROM event")).isZero();
        assertThat(desk.rows.count("attempt")).isEqualTo(1);
        assertThat(desk.arrives(aMessage(id(delivery)).withBody("{\"other\":1}")))
                .isInstanceOf(Arrived.Repeated.class);
        assertThat(desk.rows.counts().duplicates()).isEqualTo(1);
        assertThat(desk.rows.counts().conflicts()).as("nobody can tell").isZero();
        assertThat(checkedLater()).isEmpty();
    }

    private InFlight keptFor(int days) throws Exception {
        return desk.accepted(aMessage(anId(true))
                        .with(
                                "sealpost_time",
                                Long.toString(desk.clock.instant().toEpochMilli()))
                        .with("sealpost_payload_retention_period", Integer.toString(days)))
                .getFirst();
    }

    private List<String> payloadsAfter(int days) {
        pass(Duration.ofDays(days));
        retention.clean();
        return desk.reads
                .sql("SELECT id FROM event WHERE payload_removed_at IS NULL ORDER BY id")
                .query(String.class)
                .list();
    }

    @Test
    void keepsAPayloadForAsLongAsItsProducerSays() throws Exception {
        InFlight shorter = keptFor(5);
        InFlight plain = accepted(true);
        InFlight longer = keptFor(60);
        InFlight pending = keptFor(5);
        for (InFlight each : List.of(shorter, plain, longer)) {
            desk.settle(each, SampleResults.succeeded());
        }
        desk.settle(pending, SampleResults.retriedAt(FAR_AWAY));
        ageAttempts();

        assertThat(payloadsAfter(4)).contains(id(shorter), id(plain), id(longer), id(pending));
        assertThat(payloadsAfter(2)).containsExactlyInAnyOrder(id(plain), id(longer), id(pending));
        assertThat(payloadsAfter(25)).containsExactlyInAnyOrder(id(longer), id(pending));
        assertThat(payloadsAfter(30)).containsExactly(id(pending));
        assertThat(desk.rows.count("payload_period")).as("of what is pending").isEqualTo(1);
        assertThat(payloadsAfter(30)).containsExactly(id(pending));
        assertThat(desk.rows.count("event"))
                .as("the event itself goes with its attempts")
                .isEqualTo(1);
    }

    @Test
    void saysHowLateTheCleanUpsAreUntilOneComesToItsEnd() {
        retention.clean();
        pass(Duration.ofHours(2));
        assertThat(retention.late()).isZero();
        pass(Duration.ofMinutes(30));
        assertThat(retention.late()).isEqualTo(Duration.ofMinutes(30));

        retention.clean();

        assertThat(retention.late()).isZero();
    }

    @Test
    void addsOldDaysUpByMonth() throws Exception {
        for (int day = 0; day < 70; day++) {
            desk.settle(accepted(true), SampleResults.succeeded());
            pass(Duration.ofDays(1));
        }
        RecordedRows.Counts before = desk.rows.counts();

        retention.clean();
        retention.clean();

        assertThat(desk.rows.counts()).isEqualTo(before);
        assertThat(desk.rows.count("ledger WHERE node = ''")).as("January").isEqualTo(1);
        assertThat(desk.rows.count("ledger")).isEqualTo(61);
    }
}
