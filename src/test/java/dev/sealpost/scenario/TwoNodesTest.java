package dev.sealpost.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Two nodes on the broker of docs/cluster.md and one PostgreSQL, all in processes of their own. One node is killed under load;
 * the other finishes everything, what was slow at the dead one too, and what is ordered in its order. {@code -Dscenario.seed=} repeats a run's choices.
 */
class TwoNodesTest {

    @Test
    void finishesWhatAKilledNodeLeft() throws Exception {
        killOne("two-nodes", "6s");
    }

    @Test
    @Tag("faults")
    void finishesWhatAKilledNodeLeftWithTheSettingsAsTheyAre() throws Exception {
        killOne("two-nodes-as-they-are", "30s");
    }

    private static void killOne(String name, String deadAfter) throws Exception {
        SharedBroker broker = new SharedBroker();
        try (Cluster cluster = new Cluster(name, 2, Cluster.BrokerDoor.of(broker))) {
            Installation first = cluster.node(1).set("SEALPOST_CLUSTER_DEADAFTER", deadAfter);
            Installation second = cluster.node(2).set("SEALPOST_CLUSTER_DEADAFTER", deadAfter);
            try (broker;
                    SealpostProcess doomed = start(broker, cluster, first);
                    SealpostProcess survivor = second.start()) {
                // Given
                cluster.settle();
                survivor.awaitReady(Cluster.START_LIMIT);
                cluster.begin();
                cluster.awaitRowsWithLeases(doomed);
                cluster.awaitMore(doomed, cluster.random().nextInt(200, 400));
                // When
                doomed.kill();
                Instant killed = Instant.now();
                cluster.awaitMore(survivor, 200);
                cluster.finish(survivor);
                // Then
                System.out.println(
                        name + ": all delivered " + Duration.between(killed, Instant.now()) + " after the kill");
                assertThat(broker.running()).isTrue();
                assertThat(survivor.logged("node.dead"))
                        .singleElement()
                        .asString()
                        .contains("freed=");
                survivor.terminate(Duration.ofSeconds(60));
                cluster.balance(List.of(killed));
            }
        }
    }

    private static SealpostProcess start(SharedBroker broker, Cluster cluster, Installation node)
            throws InterruptedException {
        broker.start(cluster.folder());
        return node.start().awaitReady(Cluster.START_LIMIT);
    }
}
