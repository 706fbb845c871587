package dev.sealpost.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.sealpost.database.Databases;
import dev.sealpost.database.Dialect;
import dev.sealpost.database.OnDatabase;
import dev.sealpost.database.TestDatabase;
import dev.sealpost.database.Writes;
import dev.sealpost.deployment.NodeReport.Stage;
import dev.sealpost.deployment.Proposal.State;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;

/** A version becomes the active one on all live nodes or on none, whichever node fails meanwhile. */
class ProposalsTest {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private TestDatabase database;
    private Writes writes;
    private Deployments deployments;
    private Proposals first;
    private Proposals second;

    @BeforeEach
    void open(TestDatabase database) {
        this.database = database;
        writes = database.writes(Databases.snapshots());
        deployments = new Deployments(writes, database.reads(), database.dialect(), 3);
        first = of("node_1");
        second = of("node_2");
    }

    private Proposals of(String node) {
        return new Proposals(writes, database.reads(), database.leaseHolder(node));
    }

    private void live(String node) {
        writes.write(sql -> sql.sql("INSERT INTO node (name, started_at, seen_at) VALUES (?, 0, 0)")
                .param(node)
                .update());
    }

    private long deployed(String content) {
        return deployments
                .add(new Bundle(new TreeMap<>(Map.of("routes/a.camel.yaml", content))), List.of("ops"), "me", "why")
                .version();
    }

    private Proposal activated(long version) {
        Proposal proposal = first.open(version, "me", PATIENCE);
        first.report(proposal.number(), Stage.PREPARED, List.of());
        return first.conclude(proposal.number());
    }

    @OnDatabase
    void activatesAVersionThatTheOnlyNodeHasPrepared() {
        long version = deployed("one");
        Proposal proposal = first.open(version, "me", PATIENCE);
        assertThat(first.active().openProposal()).isEqualTo(proposal.number());
        assertThat(first.conclude(proposal.number()).state()).isEqualTo(State.OPEN);

        first.report(proposal.number(), Stage.PREPARED, List.of());
        Proposal ended = first.conclude(proposal.number());

        assertThat(ended.state()).isEqualTo(State.ACTIVATED);
        assertThat(first.active()).satisfies(active -> {
            assertThat(active.version()).isEqualTo(version);
            assertThat(active.proposal()).isEqualTo(proposal.number());
            assertThat(active.openProposal()).isZero();
        });
        assertThat(deployments.bundle(version).orElseThrow().files()).containsEntry("routes/a.camel.yaml", "one");
        assertThat(deployments.find(version).orElseThrow().credentials()).containsExactly("ops");
    }

    @OnDatabase(Dialect.POSTGRESQL)
    void waitsForEveryLiveNode() {
        live("node_1");
        live("node_2");
        Proposal proposal = first.open(deployed("one"), "me", PATIENCE);

        first.report(proposal.number(), Stage.PREPARED, List.of());
        assertThat(first.conclude(proposal.number()).state()).isEqualTo(State.OPEN);
        assertThat(first.silent(proposal.number())).containsExactly("node_2");

        second.report(proposal.number(), Stage.PREPARED, List.of());
        assertThat(first.conclude(proposal.number()).state()).isEqualTo(State.ACTIVATED);
    }

    @OnDatabase(Dialect.POSTGRESQL)
    void refusesWhatOneNodeCannotLoad() {
        long before = activated(deployed("one")).version();
        live("node_1");
        live("node_2");
        Proposal proposal = first.open(deployed("two"), "me", PATIENCE);

        first.report(proposal.number(), Stage.PREPARED, List.of());
        second.report(proposal.number(), Stage.UNPREPARED, List.of("routes/a.camel.yaml:1: no bean; add it"));

        assertThat(first.conclude(proposal.number()).state()).isEqualTo(State.REFUSED);
        assertThat(first.active().version()).isEqualTo(before);
        assertThat(first.reports(proposal.number()))
                .filteredOn(report -> report.stage() == Stage.UNPREPARED)
                .singleElement()
                .satisfies(report ->
                        assertThat(report.problems()).containsExactly("routes/a.camel.yaml:1: no bean; add it"));
    }

    @OnDatabase
    void leavesTheOldVersionWhenTheCoordinatorDiesBetweenPreparationAndActivation() {
        long before = activated(deployed("one")).version();
        Proposal proposal = first.open(deployed("two"), "me", PATIENCE);
        first.report(proposal.number(), Stage.PREPARED, List.of());
        second.report(proposal.number(), Stage.PREPARED, List.of());

        // Nobody else activates it, even though all are prepared.
        assertThat(second.conclude(proposal.number()).state()).isEqualTo(State.OPEN);
        assertThatThrownBy(() -> second.open(before, "me", PATIENCE))
                .isInstanceOf(ProposalOpenException.class)
                .hasMessageContaining("version " + proposal.version() + " is being prepared");

        // Once it has expired, the next one may come, and not even its coordinator activates it.
        expire(proposal);
        assertThat(second.open(before, "me", PATIENCE).state()).isEqualTo(State.OPEN);
        assertThat(first.conclude(proposal.number()).state()).isEqualTo(State.EXPIRED);
        assertThat(first.active().version()).isEqualTo(before);
    }

    @OnDatabase
    void expires() {
        Proposal proposal = first.open(deployed("one"), "me", PATIENCE);
        first.report(proposal.number(), Stage.PREPARED, List.of());
        expire(proposal);

        assertThat(first.conclude(proposal.number()).state()).isEqualTo(State.EXPIRED);
        assertThat(first.active().isDeployed()).isFalse();
        assertThat(first.active().openProposal()).isZero();
    }

    private void expire(Proposal proposal) {
        writes.write(sql -> sql.sql("UPDATE deployment_proposal SET expires_at = opened_at - 1 WHERE proposal = ?")
                .param(proposal.number())
                .update());
    }

    @OnDatabase
    void goesBackToTheVersionBeforeAndToFiles() {
        activated(deployed("one"));
        Proposal refused = first.open(deployed("two"), "me", PATIENCE);
        first.report(refused.number(), Stage.UNPREPARED, List.of("no"));
        first.conclude(refused.number());
        activated(deployed("three"));

        assertThat(first.previous()).contains(1L);
        activated(1);
        assertThat(first.previous()).isEmpty();

        first.activateFiles("me");
        assertThat(first.active().isDeployed()).isFalse();
    }

    @OnDatabase
    void keepsTheNewestVersionsAndTheActiveOne() {
        activated(deployed("one"));
        for (int i = 2; i <= 6; i++) {
            deployed("content " + i);
        }
        assertThat(deployed("content 6")).isEqualTo(6);

        assertThat(deployments.list()).extracting(Deployment::version).containsExactly(6L, 5L, 4L, 1L);
        assertThat(deployments.bundle(2)).isEmpty();
        assertThat(deployments.bundle(1)).isPresent();
    }

    @OnDatabase
    void saysHowToGoOnWithoutTheFilesOfTheActiveVersion() {
        activated(deployed("one"));
        writes.write(sql -> sql.sql("DELETE FROM deployment_file").update());
        String message = String.valueOf(
                catchThrowable(() -> deployments.bundle(first.active())).getMessage());
        String remedy = message.substring(message.lastIndexOf(": ") + 2, message.length() - 1);

        writes.write(sql -> sql.sql(remedy).update());

        assertThat(first.active().isDeployed()).isFalse();
        assertThat(activated(deployed("two")).state()).isEqualTo(State.ACTIVATED);
    }

    @OnDatabase
    void keepsTheVersionThatTheNodesPrepare() {
        long version = deployed("one");
        first.open(version, "me", PATIENCE);
        for (int i = 2; i <= 6; i++) {
            deployed("content " + i);
        }

        assertThat(deployments.bundle(version)).isPresent();
    }
}
