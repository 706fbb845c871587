package dev.sealpost.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.broker.ExternalArtemis.Part;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The pair of brokers of docs/cluster.md, with one folder for both: the active one is killed under load, the waiting one takes its
 * journal over, and the node goes on there; the first comes back, waits, and takes over when the other one is killed. {@code -Dscenario.seed=} repeats a run's choices.
 */
@Tag("faults")
class BrokerPairTest {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    @Test
    void goesOnWithTheOtherBrokerOfAPairAndBack() throws Exception {
        SharedBroker primary = new SharedBroker(Part.PRIMARY);
        SharedBroker backup = new SharedBroker(Part.BACKUP);
        Cluster.BrokerDoor door = new Cluster.BrokerDoor(
                "(" + primary.url() + "," + backup.url() + ")?ha=true", List.of(primary.amqpPort(), backup.amqpPort()));
        try (Cluster cluster = new Cluster("broker-pair", 1, door);
                primary;
                backup) {
            primary.start(cluster.folder());
            try (SealpostProcess node = cluster.node(1).start().awaitReady(LIMIT)) {
                // Given
                backup.start(cluster.folder());
                cluster.settle();
                cluster.begin();
                cluster.awaitMore(node, cluster.random().nextInt(500, 800));
                // When
                primary.kill();
                Instant killed = Instant.now();
                Duration there = awaitFlow(cluster, killed);
                primary.start(cluster.folder());
                node.awaitReady(LIMIT).run(Duration.ofSeconds(8));
                int connected = node.logged("broker.connected").size();
                backup.kill();
                Instant killedToo = Instant.now();
                Duration back = awaitFlow(cluster, killedToo);
                cluster.awaitMore(node.awaitReady(LIMIT), 200);
                cluster.finish(node);
                // Then
                System.out.println("broker-pair: events again " + there + " after the first was killed, and " + back
                        + " after the second was, the first being there again");
                assertThat(connected).as("what came back waits").isEqualTo(2);
                assertThat(node.logged("broker.connected")).hasSize(3);
                assertThat(node.terminate(LIMIT)).isZero();
                cluster.balance(List.of(killed, killedToo));
            }
        }
    }

    private static Duration awaitFlow(Cluster cluster, Instant since) {
        long before = cluster.kept();
        Awaitility.await().atMost(LIMIT).until(() -> cluster.kept() > before + 100);
        return Duration.between(since, Instant.now());
    }
}
