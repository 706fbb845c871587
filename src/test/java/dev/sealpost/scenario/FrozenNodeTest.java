package dev.sealpost.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A node is frozen under load for longer than a lease (30 s), longer than a node may be silent and longer than the broker
 * keeps a silent connection, and wakes up again: it does not know that anything happened. {@code -Dscenario.seed=} repeats a run's choices.
 */
@Tag("faults")
class FrozenNodeTest {

    private static final int IN_FLIGHT = 64;
    private static final Duration FROZEN = Duration.ofSeconds(36);
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration SLOW = Duration.ofMillis(2500);
    private static final int STUBBORN = 12;
    private static final String STUBBORN_NAME = "stubborn";
    private static final String STUBBORN_PATH = "/stubborn/1";
    private static final Duration STUBBORN_WAIT = Duration.ofSeconds(30);
    private static final String SECRET = "whsec_c2NlbmFyaW8tc2VjcmV0LXNjZW5hcmlvLXNlY3JldA==";

    @Test
    void refusesTheResultsOfANodeThatWasFrozen() throws Exception {
        SharedBroker broker = new SharedBroker();
        try (Cluster cluster = new Cluster("frozen-node", 2, Cluster.BrokerDoor.of(broker));
                broker) {
            broker.start(cluster.folder());
            try (SealpostProcess frozen = cluster.node(1).start().awaitReady(LIMIT);
                    SealpostProcess other = cluster.node(2).start()) {
                // Given
                cluster.settle();
                other.awaitReady(LIMIT);
                String stubborn = stubborn(cluster, new Manner.FailsLate(500, SLOW));
                cluster.begin();
                cluster.awaitMore(other, cluster.random().nextInt(300, 600));
                sendToStubborn(cluster);
                other.run(Duration.ofMillis(1_300));
                // When
                frozen.freeze();
                Instant stopped = Instant.now();
                Awaitility.await()
                        .atMost(LIMIT)
                        .until(() -> !other.logged("node.dead").isEmpty());
                Duration takenOver = Duration.between(stopped, Instant.now());
                // What it had itself has failed by now; then comes what the frozen one had, and the rest shall succeed.
                long own = cluster.books().waiting(stubborn, 2);
                Awaitility.await().atMost(LIMIT).until(() -> cluster.books().waiting(stubborn, 2) > own);
                cluster.receiver().endpoint(STUBBORN_PATH, new Manner.Answers(200), SECRET);
                other.run(FROZEN.minus(Duration.between(stopped, Instant.now())));
                assertThat(cluster.books().waiting(stubborn))
                        .as("what the other node has tried and will try again")
                        .isPositive();
                frozen.thaw();
                Instant woken = Instant.now();
                // Then
                Awaitility.await()
                        .atMost(LIMIT)
                        .until(() -> !frozen.logged("delivery.late-outcome").isEmpty());
                other.run(Duration.ofSeconds(1));
                assertThat(cluster.books().lastDue(stubborn))
                        .as("a late failure puts nothing off")
                        .isBefore(woken.plus(STUBBORN_WAIT).minusSeconds(2));
                cluster.awaitMore(frozen.awaitReady(LIMIT), 200);
                cluster.finish(other);
                System.out.println("frozen-node: leases taken over after " + takenOver + ", "
                        + frozen.logged("delivery.late-outcome").size() + " late outcomes, all delivered "
                        + Duration.between(woken, Instant.now()) + " after it woke up");
                assertThat(frozen.terminate(LIMIT)).isZero();
                assertThat(other.terminate(LIMIT)).isZero();
                cluster.balance(List.of(stopped, woken));
            }
        }
    }

    /** Creates an endpoint whose events are retried after longer than the other node is awake alone. */
    private static String stubborn(Cluster cluster, Manner manner) throws InterruptedException {
        SealpostApi api = cluster.node(1).api();
        String application = api.createApplication(STUBBORN_NAME);
        String url = cluster.receiver().endpoint(STUBBORN_PATH, manner, SECRET);
        return api.createEndpoint(
                application, url, SECRET, Map.of("retrySchedule", List.of(STUBBORN_WAIT.toSeconds()), "jitter", 0));
    }

    private static void sendToStubborn(Cluster cluster) throws IOException, InterruptedException {
        Audience audience = new Audience(STUBBORN_NAME, "order.created", Set.of(STUBBORN_PATH));
        for (int i = 0; i < STUBBORN; i++) {
            assertThat(cluster.post("stubborn", audience).status()).isEqualTo(202);
        }
    }

    @Test
    void goesOnAloneAfterItWasFrozen() throws Exception {
        long seed = Long.getLong("scenario.seed", System.nanoTime() & 0xffffff);
        System.out.println("frozen-alone: repeat with -Dscenario.seed=" + seed);
        Random random = new Random(seed);
        Installation installation = Installation.fresh("frozen-alone", "512m")
                .quickStart()
                .set("SEALPOST_ALERTS_EVERY", "1h")
                .set("SEALPOST_DELIVERY_INFLIGHT", Integer.toString(IN_FLIGHT))
                .set("SEALPOST_ATTEMPT_DEADLINE", "5s")
                .set("SEALPOST_ATTEMPT_BREAKER_CONSECUTIVEFAILURES", "0")
                .set("SEALPOST_ATTEMPT_RETRYSCHEDULE", "1s,1s,1s");
        Path folder = installation.folder();
        try (DurableFile receipts = new DurableFile(folder.resolve(History.RECEIPTS));
                Receiver receiver = new Receiver(receipt -> receipts.append(receipt.line()));
                SealpostProcess process = installation.start().awaitReady(LIMIT)) {
            // Given
            Town town = Town.build(installation.api(), receiver);
            List<Audience> audiences = new ArrayList<>(town.audiences());
            audiences.add(slow(installation.api(), receiver));
            try (SendLog log = new SendLog(folder, audiences)) {
                Senders senders = new Senders(installation, log, random, 4, 2);
                long enough = log.answered() + random.nextInt(300, 600);
                process.goOnUntil(() -> log.answered() > enough);
                // When
                process.freeze();
                Instant stopped = Instant.now();
                process.run(FROZEN);
                process.thaw();
                Instant woken = Instant.now();
                // Then
                long before = log.answered();
                Awaitility.await().atMost(LIMIT).until(() -> log.answered() > before + 100);
                senders.finish();
                new Drain(new Books(installation.data()), receiver).await(process, LIMIT);
                System.out.println("frozen-alone: "
                        + process.logged("delivery.late-outcome").size()
                        + " late outcomes, all delivered " + Duration.between(woken, Instant.now())
                        + " after it woke up");
                assertThat(process.terminate(LIMIT)).isZero();
                balance(installation, town, List.of(stopped, woken));
            }
        }
    }

    private static Audience slow(SealpostApi api, Receiver receiver) throws InterruptedException {
        String application = api.createApplication("slow");
        String url = receiver.endpoint("/slow/1", new Manner.Delays(SLOW), SECRET);
        api.createEndpoint(application, url, SECRET, List.of("order.*"));
        return new Audience(application, "order.created", Set.of("/slow/1"));
    }

    private static void balance(Installation installation, Town town, List<Instant> moments) throws Exception {
        Audit audit = new Audit(installation, town, new Books(installation.data()), IN_FLIGHT);
        History history = audit.assertNothingLost(moments, SLOW.plusSeconds(1));
        assertThat(history.deaths()).extracting(History.DeadDelivery::path).containsOnly(town.hopeless());
    }
}
