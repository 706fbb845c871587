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

    private static final Duration TAKEN_OVER_WITHIN = Duration.ofSeconds(60);

    @Test
    void finishesWhatAKilledNodeLeft() throws Exception {
        killOne("two-nodes", "9s");
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
                doomed.run(Duration.ofMillis(cluster.random().nextInt(4_000, 6_000)));
                // When
                doomed.kill();
                Instant killed = Instant.now();
                survivor.run(Duration.ofSeconds(3));
                cluster.finish(survivor);
                // Then
                Duration time = Duration.between(killed, Instant.now());
                System.out.println(name + ": all delivered " + time + " after the kill");
                assertThat(broker.running()).isTrue();
                assertThat(survivor.logged("node.dead"))
                        .singleElement()
                        .asString()
                        .contains("freed=");
                assertThat(time).isLessThan(TAKEN_OVER_WITHIN);
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
