package dev.sealpost.delivery.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.audit.AuditLogs;
import dev.sealpost.database.Database;
import dev.sealpost.database.OnDatabase;
import dev.sealpost.database.WriterSession;
import dev.sealpost.delivery.AttemptOutcome;
import dev.sealpost.delivery.Attempted;
import dev.sealpost.delivery.Attempted.Answer;
import dev.sealpost.delivery.Delivery;
import dev.sealpost.delivery.Delivery.AttemptKey;
import dev.sealpost.delivery.NextStep;
import dev.sealpost.delivery.flight.InFlight;
import dev.sealpost.delivery.flight.Result;
import dev.sealpost.endpoint.DisableReason;
import dev.sealpost.endpoint.EndpointEvent;
import dev.sealpost.endpoint.EndpointId;
import dev.sealpost.endpoint.EndpointStatus;
import dev.sealpost.event.Content;
import dev.sealpost.event.Event;
import dev.sealpost.event.EventId;
import dev.sealpost.event.EventType;
import dev.sealpost.event.Labels;
import dev.sealpost.subscription.DestinationId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Endpoints that have nothing but failures are disabled, with a warning before. */
class RecordDestinationStatusTest extends RecordingTestBase {

    private static final Instant DAY_0 = Instant.parse("2026-01-02T03:04:05Z");
    private static final EndpointId A = new EndpointId("ep_a");

    /** The next event fails, or is delivered, on this day. */
    private void onDay(double day, AttemptOutcome outcome) throws Exception {
        Instant now = DAY_0.plus(Duration.ofMinutes(Math.round(day * 24 * 60)));
        desk.clock.set(now);
        InFlight inFlight = desk.accepted(1_000 + events, "event-" + events++).getFirst();
        NextStep next =
                outcome instanceof AttemptOutcome.Succeeded ? new NextStep.Settle() : new NextStep.Exhaust("exhausted");
        desk.settle(inFlight, new Result.Made(new Attempted(outcome, next, Answer.NONE, now, Duration.ZERO)));
    }

    private int events;

    @OnDatabase
    void warnsOfAndDisablesAnEndpointThatHasNothingButFailures() throws Exception {
        started("a");
        AttemptOutcome failure = new AttemptOutcome.Rejected(500);

        onDay(0, failure);
        onDay(1, failure);
        onDay(2.4, failure);
        List<Object> before = List.copyOf(desk.told);
        onDay(2.6, failure);
        onDay(3, failure);
        onDay(4.9, failure);
        List<Object> warned = List.copyOf(desk.told);
        onDay(5, failure);

        assertThat(before).isEmpty();
        assertThat(warned)
                .containsExactly(new EndpointEvent.FailingWarning(
                        A, RecordingStore.SHOP, DAY_0, DAY_0.plus(Duration.ofDays(5))));
        assertThat(desk.told)
                .hasSize(2)
                .last()
                .isEqualTo(new EndpointEvent.Disabled(A, RecordingStore.SHOP, DisableReason.FAILING));
        assertThat(desk.rows.count("endpoint WHERE id = 'ep_a' AND disabled AND disabled_reason = 'failing'"))
                .isEqualTo(1);
        assertThat(desk.rows.count("audit_entry WHERE actor_kind = 'system' AND action = 'endpoint.disable'"
                        + " AND object_id = 'ep_a' AND state_after LIKE '%failing%'"))
                .isEqualTo(1);
        assertThat(desk.rows.count("failing_endpoint")).isZero();
        desk.rows.assertBalanced();
    }

    @OnDatabase
    void beginsToCountAnewAfterASuccess() throws Exception {
        started("a");
        AttemptOutcome failure = new AttemptOutcome.TimedOut();

        onDay(0, failure);
        onDay(3, failure);
        long whileFailing = desk.rows.count("failing_endpoint WHERE warned");
        onDay(3.5, new AttemptOutcome.Succeeded());
        long whileWell = desk.rows.count("failing_endpoint");
        onDay(4, failure);
        onDay(8.9, failure);
        long disabled = desk.rows.count("endpoint WHERE disabled");
        onDay(9, failure);

        assertThat(whileFailing).isEqualTo(1);
        assertThat(whileWell).isZero();
        assertThat(disabled).isZero();
        assertThat(desk.rows.count("endpoint WHERE disabled")).isEqualTo(1);
    }

    @OnDatabase
    void writesNothingAboutEndpointsThatAreWell() throws Exception {
        started("a");

        onDay(0, new AttemptOutcome.Succeeded());
        onDay(1, new AttemptOutcome.Succeeded());

        assertThat(desk.rows.count("failing_endpoint")).isZero();
        assertThat(desk.told).isEmpty();
    }

    @OnDatabase
    void remembersOverARestartSinceWhenAnEndpointFails() throws Exception {
        started("a");
        onDay(0, new AttemptOutcome.Rejected(500));
        onDay(3, new AttemptOutcome.Rejected(500));
        Database database = desk.database;
        desk.close();

        desk = new RecordingStore(database, database, folder.resolve("again"));
        desk.start();
        onDay(5.1, new AttemptOutcome.Rejected(500));

        assertThat(desk.told)
                .containsExactly(new EndpointEvent.Disabled(A, RecordingStore.SHOP, DisableReason.FAILING));
    }

    @OnDatabase
    void leavesAnEndpointAloneThatAnotherNodeHadASuccessWith() throws Exception {
        started("a");
        onDay(0, new AttemptOutcome.Rejected(500));
        desk.change(sql -> {
            EndpointStatus.forget(sql, A);
            return 0;
        });

        onDay(6, new AttemptOutcome.Rejected(500));
        onDay(7, new AttemptOutcome.Rejected(500));

        assertThat(desk.rows.count("endpoint WHERE disabled")).isZero();
        assertThat(EndpointStatus.failing(desk.reads).get(A))
                .isEqualTo(new EndpointStatus.Failing(DAY_0.plus(Duration.ofDays(6)), false));
    }

    @OnDatabase
    void writesTheFirstFailureAgainWhenItsTransactionFailed() throws Exception {
        RecordDestinationStatus standing =
                new RecordDestinationStatus(id -> Duration.ofDays(5), AuditLogs.ticking(), desk.told::add);
        Delivery delivery = new Delivery(anEvent(), new DestinationId("ep_a"), AttemptKey.FIRST);
        Attempted failed = new Attempted(
                new AttemptOutcome.TimedOut(),
                new NextStep.Exhaust("exhausted"),
                Answer.NONE,
                DAY_0,
                Duration.ofSeconds(1));

        try (WriterSession session = desk.database.openWriter()) {
            standing.begin(session, DAY_0);
            standing.follow(delivery, failed);
            standing.write(session);
            session.rollback();
            standing.begin(session, DAY_0.plusSeconds(1));
            standing.follow(delivery, failed);
            standing.write(session);
            session.commit();
            standing.committed();
        }

        assertThat(EndpointStatus.failing(desk.reads)).containsOnlyKeys(A);
        desk.start();
    }

    private static Event anEvent() {
        return new Event(
                new EventId("event-1"),
                RecordingStore.SHOP,
                DAY_0,
                Labels.of(new EventType("order.created")),
                Content.json(new byte[] {'1'}));
    }

    @OnDatabase
    void tellsOfAnEndpointThatIsGone() throws Exception {
        started("a");
        onDay(0, new AttemptOutcome.Rejected(500));
        InFlight inFlight = desk.accepted(7, "event-gone").getFirst();

        desk.settle(inFlight, SampleResults.made(new AttemptOutcome.Gone(), new NextStep.DisableEndpoint()));

        assertThat(desk.told).containsExactly(new EndpointEvent.Disabled(A, RecordingStore.SHOP, DisableReason.GONE));
        assertThat(desk.rows.count("endpoint WHERE disabled AND disabled_reason = 'gone'"))
                .isEqualTo(1);
        assertThat(desk.rows.count("failing_endpoint")).isZero();
    }
}
