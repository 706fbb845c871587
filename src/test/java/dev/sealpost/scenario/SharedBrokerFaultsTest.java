package dev.sealpost.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.faults.FaultProxy;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The broker that nodes share is killed and comes back, falls silent and speaks again, or dies and its other half takes over; all under
 * load. Who sends over HTTP meanwhile is told at once to come again, and all goes on by itself. {@code -Dscenario.seed=} repeats a run's choices.
 */
@Tag("faults")
class SharedBrokerFaultsTest {

    private static final int UNAVAILABLE = 503;
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration AWAY = Duration.ofSeconds(8);

    /** sealpost.broker.send-timeout, and what a busy machine adds. */
    private static final Duration ANSWERED_WITHIN = Duration.ofSeconds(12);

    /** Longer than it takes until a node knows that a silent connection is lost (docs/cluster.md). */
    private static final Duration SILENT = Duration.ofSeconds(35);

    @Test
    void goesOnWhenTheBrokerWasKilledAndComesBack() throws Exception {
        SharedBroker broker = new SharedBroker();
        try (Cluster cluster = new Cluster("broker-restarted", 1, Cluster.BrokerDoor.of(broker));
                broker) {
            broker.start(cluster.folder());
            try (SealpostProcess node = cluster.node(1).start().awaitReady(LIMIT)) {
                // Given
                cluster.settle();
                cluster.begin();
                cluster.awaitMore(node, cluster.random().nextInt(300, 600));
                // When
                broker.kill();
                Instant killed = Instant.now();
                Refusals refusals = new Refusals(cluster);
                refusals.collect(AWAY);
                broker.start(cluster.folder());
                Instant back = Instant.now();
                Duration pause = awaitFlow(cluster, back);
                cluster.awaitMore(node.awaitReady(LIMIT), 200);
                cluster.finish(node);
                // Then
                System.out.println("broker-restarted: " + refusals + "; events again " + pause + " after its start");
                assertThat(node.terminate(LIMIT)).isZero();
                refusals.assertPrompt();
                cluster.balance(List.of(killed));
            }
        }
    }

    @Test
    void goesOnWhenTheBrokerWasSilent() throws Exception {
        SharedBroker broker = new SharedBroker();
        try (FaultProxy proxy = FaultProxy.before(broker.corePort());
                Cluster cluster = new Cluster(
                        "broker-silent",
                        1,
                        new Cluster.BrokerDoor("tcp://127.0.0.1:" + proxy.port(), List.of(broker.amqpPort())));
                broker) {
            broker.start(cluster.folder());
            try (SealpostProcess node = cluster.node(1).start().awaitReady(LIMIT)) {
                // Given
                cluster.settle();
                cluster.begin();
                cluster.awaitMore(node, cluster.random().nextInt(300, 600));
                // When
                proxy.blackhole();
                Instant silent = Instant.now();
                Refusals refusals = new Refusals(cluster);
                refusals.collect(SILENT);
                assertThat(node.health()).isEqualTo(UNAVAILABLE);
                proxy.forward();
                Instant open = Instant.now();
                Duration pause = awaitFlow(cluster, open);
                cluster.awaitMore(node.awaitReady(LIMIT), 200);
                cluster.finish(node);
                // Then
                System.out.println(
                        "broker-silent: " + refusals + "; events again " + pause + " after the way was open");
                assertThat(node.terminate(LIMIT)).isZero();
                refusals.assertPrompt();
                cluster.balance(List.of(silent, open));
            }
        }
    }

    /** Returns how long after that time events are taken again. */
    private static Duration awaitFlow(Cluster cluster, Instant since) {
        long before = cluster.kept();
        Awaitility.await().atMost(LIMIT).until(() -> cluster.kept() > before + 100);
        return Duration.between(since, Instant.now());
    }

    /** Answers to events posted while the broker is unavailable. */
    private static final class Refusals {

        private final Cluster cluster;
        private Duration longest = Duration.ZERO;
        private int answers;
        private int refused;

        Refusals(Cluster cluster) {
            this.cluster = cluster;
        }

        void collect(Duration time) {
            Instant end = Instant.now().plus(time);
            Awaitility.await()
                    .atMost(time.plus(LIMIT))
                    .pollInterval(Duration.ofMillis(200))
                    .until(() -> {
                        probe();
                        return Instant.now().isAfter(end);
                    });
        }

        private void probe() throws InterruptedException, IOException {
            SealpostApi.Answer answer = cluster.post("probe");
            answers++;
            if (answer.status() == UNAVAILABLE) {
                refused++;
                assertThat(answer.retryAfter()).containsOnlyDigits();
                longest = answer.time().compareTo(longest) > 0 ? answer.time() : longest;
            }
        }

        void assertPrompt() {
            assertThat(refused).isPositive();
            assertThat(longest).isLessThan(ANSWERED_WITHIN);
        }

        @Override
        public String toString() {
            return refused + " of " + answers + " events answered 503, the slowest after " + longest;
        }
    }
}
