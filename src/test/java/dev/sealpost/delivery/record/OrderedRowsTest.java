package dev.sealpost.delivery.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.database.OnDatabase;
import dev.sealpost.delivery.AttemptOutcome;
import dev.sealpost.delivery.FakeMessage;
import dev.sealpost.delivery.NextStep;
import dev.sealpost.delivery.flight.InFlight;
import dev.sealpost.delivery.flight.Result;
import dev.sealpost.delivery.record.Arrived.Accepted;
import dev.sealpost.delivery.record.RecordingStore.Page;
import dev.sealpost.endpoint.DeliveryPolicy.Ordering;
import dev.sealpost.subscription.DestinationId;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;

/** Strict order, as both databases keep it. */
class OrderedRowsTest extends RecordingTestBase {

    private DestinationId a = new DestinationId("ep_a");

    @BeforeEach
    void order() {
        a = started("a");
        desk.ordered.add(a);
    }

    private Accepted arrives(long brokerId, String event) throws Exception {
        return (Accepted) desk.arrives(RecordingStore.aMessage(brokerId, event));
    }

    private InFlight head() throws Exception {
        return desk.leaseHead(a, Ordering.STRICT).taken().getFirst();
    }

    private void assertNothingMayPass(Ordering ordering) throws Exception {
        assertThat(desk.leaseHead(a, ordering).taken()).isEmpty();
    }

    private static String event(InFlight delivery) {
        return delivery.delivery().event().id().value();
    }

    private static Result.Made dead() {
        return SampleResults.made(new AttemptOutcome.Rejected(500), new NextStep.Exhaust("exhausted"));
    }

    @OnDatabase
    void givesWhatIsOrderedARowAtOnceAndTheRestToTheDispatcher() throws Exception {
        DestinationId b = desk.anEndpoint("b");

        assertThat(arrives(1, "event-1").destinations()).containsExactly(b);

        assertThat(desk.rows.count("due_delivery WHERE destination_id = 'ep_a' AND sequence IS NOT NULL"))
                .isEqualTo(1);
        assertThat(desk.rows.counts().owed()).isEqualTo(2);
    }

    @OnDatabase
    void leasesOneAfterTheOtherInTheOrderOfTheBrokerWhateverTheirNames() throws Exception {
        arrives(1, "z");
        arrives(2, "a");
        arrives(3, "m");

        for (String expected : new String[] {"z", "a", "m"}) {
            InFlight head = head();
            assertThat(event(head)).isEqualTo(expected);
            assertNothingMayPass(Ordering.STRICT);
            assertThat(head.successor()).isPresent();
            desk.settle(head, SampleResults.succeeded());
        }

        Page empty = desk.leaseHead(a, Ordering.STRICT);
        assertThat(empty.taken()).isEmpty();
        assertThat(empty.nextDue()).isEqualTo(OptionalLong.empty());
        desk.rows.assertBalanced();
    }

    @OnDatabase
    void letsNothingPassAHeadThatWaitsForItsRetry() throws Exception {
        arrives(1, "first");
        arrives(2, "second");

        desk.settle(head(), SampleResults.retriedAt(FAR_AWAY));

        Page page = desk.leaseHead(a, Ordering.STRICT_PASS_DEAD);
        assertThat(page.taken()).isEmpty();
        assertThat(page.nextDue()).hasValue(FAR_AWAY.toEpochMilli());
    }

    @OnDatabase
    void triesTheSameOneAgainAfterACrash() throws Exception {
        arrives(1, "first");
        arrives(2, "second");
        InFlight lost = head();

        desk.change(sql -> DueRows.endLeases(sql, "node_1"));

        InFlight again = head();
        assertThat(event(again)).isEqualTo("first");
        // The one that was thought dead comes back late.
        desk.settle(lost, SampleResults.succeeded());
        assertNothingMayPass(Ordering.STRICT);
        desk.settle(again, SampleResults.succeeded());
        assertThat(event(head())).isEqualTo("second");
    }

    @OnDatabase
    void blocksBehindADeadLetterUntilItIsDropped() throws Exception {
        arrives(1, "first");
        arrives(2, "second");

        desk.settle(head(), dead());

        assertNothingMayPass(Ordering.STRICT);
        desk.change(sql -> sql.sql("DELETE FROM ended_delivery").update());
        assertThat(event(head())).isEqualTo("second");
    }

    @OnDatabase
    void letsTheNextPassADeadLetterWhereThePolicySaysSo() throws Exception {
        arrives(1, "first");
        arrives(2, "second");

        desk.settle(head(), dead());

        InFlight second = desk.leaseHead(a, Ordering.STRICT_PASS_DEAD).taken().getFirst();
        assertThat(event(second)).isEqualTo("second");
        desk.settle(second, SampleResults.succeeded());
        desk.rows.assertBalanced();
    }

    @OnDatabase
    void blocksBehindWhatIsPoison() throws Exception {
        arrives(1, "first");
        arrives(2, "second");
        for (int lease = 0; lease < RecordingStore.LEASE_LIMIT; lease++) {
            assertThat(event(head())).isEqualTo("first");
            desk.leasesExpire();
        }

        assertNothingMayPass(Ordering.STRICT);

        assertThat(desk.rows.count("ended_delivery WHERE reason = 'poison'")).isEqualTo(1);
        assertNothingMayPass(Ordering.STRICT);
        assertThat(desk.leaseHead(a, Ordering.STRICT_PASS_DEAD).taken())
                .extracting(OrderedRowsTest::event)
                .containsExactly("second");
    }

    /** As a replay does it: the dead letter is gone, and a row of a new cycle is due. */
    @OnDatabase
    void letsAReplayedOneJoinTheTail() throws Exception {
        arrives(1, "first");
        arrives(2, "second");
        desk.settle(head(), dead());
        desk.change(sql -> {
            sql.sql("DELETE FROM ended_delivery").update();
            return sql.sql("""
                            INSERT INTO due_delivery (event_id, destination_id, application_id, cycle, attempt_number,
                                triggered_by, due_at, reason, fault_count, lease_count)
                            VALUES ('first', 'ep_a', 'app_shop', 2, 1, 'manual', 0, 'replay', 0, 0)
                            """).update();
        });

        InFlight next = head();
        assertThat(event(next)).isEqualTo("second");
        desk.settle(next, SampleResults.succeeded());

        InFlight replayed = head();
        assertThat(event(replayed)).isEqualTo("first");
        assertThat(replayed.delivery().attemptKey().cycle()).isEqualTo(2);
    }

    @OnDatabase
    void ordersWhatWaitedWhenTheDestinationBecameOrdered() throws Exception {
        desk.ordered.clear();
        desk.settle(desk.accepted(1, "later").getFirst(), SampleResults.retriedAt(LONG_AGO.plusSeconds(9)));
        desk.settle(desk.accepted(2, "sooner").getFirst(), SampleResults.retriedAt(LONG_AGO));
        desk.ordered.add(a);

        InFlight head = head();

        assertThat(event(head)).isEqualTo("sooner");
        assertNothingMayPass(Ordering.STRICT);
        desk.settle(head, SampleResults.succeeded());
        assertThat(event(head())).isEqualTo("later");
    }

    @OnDatabase
    void servesRowsWithAPlaceInParallelOnceTheDestinationIsOrderedNoMore() throws Exception {
        arrives(1, "first");
        arrives(2, "second");

        assertThat(desk.lease(a, 10).taken()).hasSize(2);
    }

    @OnDatabase
    void queuesAnEventOnceThoughTheBrokerGivesItOutAgain() throws Exception {
        FakeMessage message = RecordingStore.aMessage(1, "event-1");
        desk.arrives(message);
        desk.arrives(message);

        assertThat(desk.rows.count("due_delivery")).isEqualTo(1);
        desk.settle(head(), SampleResults.succeeded());

        desk.arrives(message);

        assertThat(desk.rows.count("due_delivery")).isZero();
        desk.rows.assertBalanced();
    }

    @OnDatabase
    void keepsThePlaceOfWhatIsPutOff() throws Exception {
        arrives(1, "first");
        arrives(2, "second");

        desk.settle(head(), new Result.Deferred("paused", LONG_AGO));

        assertThat(event(head())).isEqualTo("first");
    }
}
