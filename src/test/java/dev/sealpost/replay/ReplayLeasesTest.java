package dev.sealpost.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealpost.database.LeaseHolder;
import dev.sealpost.database.OnDatabase;
import dev.sealpost.delivery.record.SampleResults;
import dev.sealpost.node.HandClock;
import dev.sealpost.replay.Replay.Outcome;
import dev.sealpost.replay.Replay.Status;
import java.time.Duration;
import java.time.Instant;

/** A replay is the work of one node at a time. */
class ReplayLeasesTest extends ReplayTestBase {

    private ReplayLeases leasesOfAnotherNode() {
        return new ReplayLeases(
                desk.recorder,
                desk.reads,
                node(new HandClock(desk.clock.instant().plusSeconds(1))));
    }

    @OnDatabase
    void keepsTheLeaseOfAReplayThatOnlyWaits() throws Exception {
        begun(Outcome.ENDED);
        assertThat(leases.take()).hasSize(1);
        desk.change(sql -> sql.sql("UPDATE replay SET lease_until = 1").update());

        assertThat(leases.take()).hasSize(1);

        assertThat(leasesOfAnotherNode().take()).isEmpty();
    }

    @OnDatabase
    void goesOnAtItsCursorInAnotherNode() throws Exception {
        for (int i = 0; i < 6; i++) {
            anEvent(SampleResults.succeeded());
        }
        Replay replay = begun(Outcome.ENDED);
        deliveries.step(taken(), 2);
        ReplayLeases others = leasesOfAnotherNode();

        assertThat(others.take()).isEmpty();
        desk.change(sql -> sql.sql("UPDATE replay SET lease_until = 1").update());
        Replay found = others.take().getFirst();
        deliveries(others).step(found, 2);

        assertThat(dueEvents(endpoint)).hasSize(4);
        assertThat(replays.find(replay.id()).orElseThrow().progress().sent()).isEqualTo(4);
    }

    @OnDatabase
    void doesNotWaitForAnEarlierRunWhereItIsAlone() throws Exception {
        begun(Outcome.ENDED);
        assertThat(leases.take()).hasSize(1);
        LeaseHolder next = new LeaseHolder("node_restarted", desk.clock, desk.database.dialect(), true);

        assertThat(new ReplayLeases(desk.recorder, desk.reads, next).take()).hasSize(1);
    }

    @OnDatabase
    void writesNothingForAReplayThatWasTakenAway() throws Exception {
        anEvent(SampleResults.succeeded());
        Replay replay = begun(Outcome.ENDED);
        Replay mine = taken();

        assertThat(replays.cancel(replay.id()).orElseThrow().state().status()).isEqualTo(Status.CANCELLED);

        assertThatThrownBy(() -> deliveries.step(mine, 10)).isInstanceOf(ReplayLeases.TakenAwayException.class);
        assertThat(dueEvents(endpoint)).isEmpty();
        assertThat(desk.rows.counts().owed()).isEqualTo(1);
        assertThat(leases.take()).isEmpty();
    }

    @OnDatabase
    void forgetsReplaysThatEndedLongAgo() throws Exception {
        Replay ended = finished(begun(Outcome.ENDED), 100);
        Replay running = begun(Outcome.ENDED);
        Instant now = desk.clock.instant();

        desk.clock.set(now.plus(Duration.ofDays(31)));
        leases.forgetEnded(Duration.ofDays(30));

        assertThat(replays.find(ended.id())).isEmpty();
        assertThat(replays.find(running.id())).isPresent();
    }
}
