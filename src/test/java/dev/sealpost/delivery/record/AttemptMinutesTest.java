package dev.sealpost.delivery.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.application.ApplicationId;
import dev.sealpost.database.Database;
import dev.sealpost.database.Databases;
import dev.sealpost.database.WriterSession;
import dev.sealpost.delivery.AttemptOutcome;
import dev.sealpost.delivery.Attempted;
import dev.sealpost.delivery.BatchKey;
import dev.sealpost.delivery.Delivery;
import dev.sealpost.delivery.DeliveryBatch;
import dev.sealpost.delivery.NextStep;
import dev.sealpost.delivery.flight.InFlight;
import dev.sealpost.delivery.flight.Lease;
import dev.sealpost.delivery.flight.LeaseRequest;
import dev.sealpost.delivery.flight.Result;
import dev.sealpost.event.Content;
import dev.sealpost.event.Event;
import dev.sealpost.event.EventId;
import dev.sealpost.event.EventType;
import dev.sealpost.event.Labels;
import dev.sealpost.node.HandClock;
import dev.sealpost.subscription.DestinationId;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AttemptMinutesTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private final HandClock clock = new HandClock(NOW);
    private final AttemptMinutes minutes = new AttemptMinutes(clock, "node_1");
    private WriterSession session;

    @BeforeEach
    void open(@TempDir Path folder) throws Exception {
        Database database = Databases.sqlite(folder.resolve("sealpost.db"));
        session = database.openWriter();
    }

    @AfterEach
    void close() throws Exception {
        session.close();
    }

    private static Committed succeeded(String destination, Instant time) {
        Event event = new Event(
                new EventId("event-1"),
                new ApplicationId("app_shop"),
                time,
                Labels.of(new EventType("a")),
                Content.json(new byte[0]));
        return new Committed.Settled(
                InFlight.leased(
                        new Delivery(event, new DestinationId(destination), Delivery.AttemptKey.FIRST),
                        Lease.take(Duration.ofSeconds(1), time, 0)),
                new Result.Made(new Attempted(
                        new AttemptOutcome.Succeeded(),
                        new NextStep.Settle(),
                        new Attempted.Answer(Optional.of(200), ""),
                        time,
                        Duration.ofMillis(3))));
    }

    private static Committed rejected(int events) {
        Delivery delivery =
                ((Committed.Settled) succeeded("route:r", NOW)).delivery().delivery();
        Duration deadline = Duration.ofSeconds(1);
        return new Committed.Settled(
                InFlight.batch(
                        new DeliveryBatch(BatchKey.at(NOW), Collections.nCopies(events, delivery)),
                        Lease.take(deadline, NOW, 0),
                        new LeaseRequest(delivery.destination(), deadline, 1)),
                new Result.Made(new Attempted(
                        new AttemptOutcome.Failed("bad", true),
                        new NextStep.Exhaust("bad"),
                        Attempted.Answer.NONE,
                        NOW,
                        Duration.ofMillis(3))));
    }

    @Test
    void countsEachEventOfABatchAndNoDeadLetterBeforeOneIsAlone() throws Exception {
        minutes.add(List.of(rejected(5)));
        minutes.add(List.of(rejected(1)));
        write();

        assertThat(number("SELECT SUM(failed) FROM attempt_minute")).isEqualTo(6);
        assertThat(number("SELECT SUM(dead) FROM attempt_minute")).isEqualTo(1);
    }

    private void write() throws Exception {
        minutes.flushNext();
        minutes.write(session);
        session.commit();
    }

    private long number(String query) {
        return session.client().sql(query).query(Long.class).single();
    }

    @Test
    void writesNothingBeforeItIsTime() throws Exception {
        minutes.add(List.of(succeeded("ep_1", NOW)));

        minutes.write(session);

        assertThat(number("SELECT COUNT(*) FROM attempt_minute")).isZero();
        assertThat(minutes.unwritten()).containsExactly("ep_1");
    }

    @Test
    void writesAgainWhatATransactionHasTakenBack() throws Exception {
        minutes.add(List.of(succeeded("ep_1", NOW)));
        minutes.flushNext();
        minutes.write(session);
        session.rollback();

        write();
        minutes.add(List.of());

        assertThat(number("SELECT SUM(succeeded) FROM attempt_minute")).isEqualTo(1);
        assertThat(minutes.unwritten()).isEmpty();
    }

    @Test
    void addsToTheRowOfTheMinute() throws Exception {
        for (int i = 0; i < 3; i++) {
            minutes.add(List.of(succeeded("ep_1", NOW)));
            write();
        }

        assertThat(number("SELECT succeeded FROM attempt_minute")).isEqualTo(3);
        assertThat(number("SELECT duration_sum FROM attempt_minute")).isEqualTo(9);
        assertThat(number("SELECT duration_max FROM attempt_minute")).isEqualTo(3);
    }

    @Test
    void givesOnlySoManyDestinationsARowOfTheirOwnInAMinute() throws Exception {
        List<Committed> many = new ArrayList<>();
        for (int i = 0; i < AttemptMinutes.MOST_DESTINATIONS + 20; i++) {
            many.add(succeeded("ep_" + i, NOW));
        }
        minutes.add(many);
        minutes.add(many);
        write();

        assertThat(number("SELECT COUNT(*) FROM attempt_minute")).isEqualTo(AttemptMinutes.MOST_DESTINATIONS + 1);
        assertThat(number("SELECT succeeded FROM attempt_minute WHERE destination_id = '*'"))
                .isEqualTo(40);

        minutes.add(List.of(succeeded("ep_510", NOW.plusSeconds(60))));
        write();

        assertThat(number("SELECT succeeded FROM attempt_minute WHERE destination_id = 'ep_510'"))
                .isEqualTo(1);
    }

    @Test
    void forgetsMinutesAfterTwoDaysAFewAtATime() throws Exception {
        for (int i = 0; i < 5; i++) {
            minutes.add(List.of(succeeded("ep_1", NOW.plusSeconds(60L * i))));
        }
        write();
        minutes.add(List.of());
        clock.set(NOW.plus(AttemptMinutes.RETENTION).plusSeconds(4 * 60));

        write();
        assertThat(number("SELECT COUNT(*) FROM attempt_minute")).isEqualTo(3);
        write();
        write();
        assertThat(number("SELECT COUNT(*) FROM attempt_minute")).isEqualTo(1);
    }
}
