package dev.sealpost.delivery.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.database.Dialect;
import dev.sealpost.database.OnDatabase;
import dev.sealpost.delivery.record.RecordingTestBase;
import dev.sealpost.delivery.record.SampleResults;
import dev.sealpost.subscription.DestinationId;
import java.time.Duration;
import java.time.Instant;

class LiveNodesTest extends RecordingTestBase {

    private LiveNodes node(String name) {
        return new LiveNodes(desk.recorder, desk.database, name, Duration.ofSeconds(30));
    }

    private DestinationId leased() throws Exception {
        DestinationId a = started("a");
        desk.settle(desk.accepted(1, "event-1").getFirst(), SampleResults.retriedAt(LONG_AGO));
        desk.lease(a, 10);
        return a;
    }

    @OnDatabase(Dialect.POSTGRESQL)
    void takesOverWhatADeadNodeHadLeased() throws Exception {
        DestinationId a = leased();
        LiveNodes dying = node("node_1");
        LiveNodes other = node("node_2");
        assertThat(dying.beat()).isZero();
        assertThat(other.beat()).isZero();
        assertThat(other.count()).isEqualTo(2);
        desk.change(sql -> sql.sql("UPDATE node SET seen_at = seen_at - 31000 WHERE name = 'node_1'")
                .update());

        assertThat(other.beat()).isEqualTo(1);

        assertThat(other.count()).isEqualTo(1);
        assertThat(desk.lease(a, 10).taken()).hasSize(1);
    }

    @OnDatabase(Dialect.POSTGRESQL)
    void bringsRowsForwardOnceWhenTheClockOfTheDatabaseWasSetBack() throws Exception {
        DestinationId a = leased();
        Instant soon = Instant.now().plusSeconds(60);
        desk.settle(desk.accepted(2, "event-2").getFirst(), SampleResults.retriedAt(soon.plusSeconds(3600)));
        String leaseEnd = "SELECT due_at FROM due_delivery WHERE event_id = 'event-1'";
        long before = desk.rows.number(leaseEnd);
        LiveNodes first = node("node_1");
        LiveNodes second = node("node_2");
        first.beat();
        second.beat();
        desk.change(
                sql -> sql.sql("UPDATE node SET seen_at = seen_at + 3600000").update());

        second.beat();
        first.beat();
        second.beat();

        long due = desk.rows.number("SELECT due_at FROM due_delivery WHERE event_id = 'event-2'");
        assertThat(Instant.ofEpochMilli(due)).isBetween(soon.minusSeconds(1), soon.plusSeconds(20));
        assertThat(desk.rows.number(leaseEnd)).as("the end of a lease").isEqualTo(before);
        assertThat(second.count()).isEqualTo(2);
        assertThat(desk.lease(a, 10).taken()).isEmpty();
    }

    @OnDatabase(Dialect.POSTGRESQL)
    void countsAFrozenNodeAgainOnceItWakesUp() throws Exception {
        desk.start();
        LiveNodes frozen = node("node_1");
        LiveNodes other = node("node_2");
        frozen.beat();
        desk.change(sql -> sql.sql("UPDATE node SET seen_at = seen_at - 31000").update());
        other.beat();
        assertThat(other.count()).isEqualTo(1);

        frozen.beat();

        assertThat(frozen.count()).isEqualTo(2);
    }

    @OnDatabase(Dialect.POSTGRESQL)
    void freesWhatItHasLeasedWhenItLeaves() throws Exception {
        leased();
        LiveNodes leaving = node("node_1");
        leaving.beat();

        leaving.leave();

        assertThat(desk.rows.count("node")).isZero();
        assertThat(desk.rows.count("due_delivery WHERE lease_token IS NULL AND due_at = 0"))
                .isEqualTo(1);
    }

    @OnDatabase(Dialect.SQLITE)
    void writesNothingWhereThereIsNoOtherNode() throws Exception {
        leased();
        LiveNodes alone = node("node_1");

        assertThat(alone.beat()).isZero();
        alone.leave();

        assertThat(alone.count()).isEqualTo(1);
        assertThat(desk.rows.count("node")).isZero();
        assertThat(desk.rows.count("due_delivery WHERE lease_token IS NOT NULL"))
                .isEqualTo(1);
    }
}
