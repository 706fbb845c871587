package dev.sealpost.delivery.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.delivery.Destination;
import dev.sealpost.delivery.flight.InFlight;
import dev.sealpost.delivery.flight.Lease;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Destinations with a rate: each delivery has its turn, and nobody gets more than the rate. */
class GateWithThrottleTest extends HeldBackTestBase {

    /**
     * Offers more than the throttle allows through and takes rows every 20 ms as the scheduler does; each attempt takes 2 ms.
     * Nobody may ever get more than the burst and the rate, in any span, and over ten seconds it is the rate.
     */
    @ParameterizedTest(name = "{0}/s, burst {1}, offered {2}/s, {3} nodes")
    @CsvSource({"100, 1, 150, 1", "100, 20, 300, 1", "500, 50, 600, 1", "7, 3, 50, 1", "200, 40, 300, 4", "0.5, 1, 2, 1"
    })
    void keepsToTheRateWhateverIsOffered(double rate, int burst, int offered, int nodes) {
        destination.throttled(rate, burst);
        environment.nodes(nodes);
        isHealthy();
        environment.pass(Duration.ofSeconds(120));
        List<Long> starts = new ArrayList<>();
        List<String> order = new ArrayList<>();

        simulate(Duration.ofSeconds(20), offered, starts, order);

        double share = rate / nodes;
        double ownBurst = Math.max(1, (double) burst / nodes);
        for (int from = 0; from < starts.size(); from++) {
            for (int to = from; to < starts.size(); to += 1 + starts.size() / 97) {
                double seconds = (starts.get(to) - starts.get(from)) / 1e9;
                assertThat((double) (to - from + 1)).isLessThanOrEqualTo(ownBurst + share * seconds + 1e-6);
            }
        }
        long begin = starts.getFirst() + TimeUnit.SECONDS.toNanos(9);
        long measured = starts.stream()
                .filter(start -> start >= begin && start < begin + TimeUnit.SECONDS.toNanos(10))
                .count();
        assertThat((double) measured).isBetween(Math.floor(share * 10 * 0.95), Math.ceil(share * 10 * 1.05));
        assertThat(order)
                .isSortedAccordingTo(Comparator.comparingInt(id -> Integer.parseInt(id.substring("event-".length()))));
    }

    private void simulate(Duration time, int offered, List<Long> starts, List<String> order) {
        long begin = environment.nanos();
        long end = begin + time.toNanos();
        long gap = TimeUnit.SECONDS.toNanos(1) / offered;
        long nextOffer = begin;
        PriorityQueue<Row> running = new PriorityQueue<>(Comparator.comparingLong(Row::due));
        for (long tick = 0; environment.nanos() < end; tick++) {
            while (!running.isEmpty() && running.peek().due() <= environment.nanos()) {
                end(running.remove().delivery(), GOOD);
            }
            if (tick % 20 == 0) {
                int capacity = Math.min(gate.capacity(A), 128);
                for (int i = 0; i < capacity && !rows.isEmpty() && rows.peek().due() <= environment.nanos(); i++) {
                    InFlight delivery = rows.remove().delivery();
                    offer(
                            InFlight.leased(
                                    delivery.delivery(), Lease.take(Duration.ofSeconds(15), environment.now(), 0)),
                            running,
                            starts,
                            order);
                }
            }
            while (nextOffer <= environment.nanos()) {
                offer(fresh(), running, starts, order);
                nextOffer += gap;
            }
            environment.pass(Duration.ofMillis(1));
        }
    }

    private void offer(InFlight delivery, PriorityQueue<Row> running, List<Long> starts, List<String> order) {
        switch (gate.admit(delivery)) {
            case AdmissionDecision.Go(Destination to, long in) -> {
                starts.add(environment.nanos() + in);
                order.add(delivery.delivery().event().id().value());
                running.add(new Row(environment.nanos() + in + TimeUnit.MILLISECONDS.toNanos(2), delivery));
            }
            case AdmissionDecision.Defer(String reason, long in) ->
                rows.add(new Row(environment.nanos() + in, delivery));
            case AdmissionDecision.Wait wait -> throw new AssertionError("nothing waits here that has no token");
            case AdmissionDecision.Cancel cancel -> throw new AssertionError("it is not gone");
            case AdmissionDecision.Expire expire -> throw new AssertionError("it does not expire");
        }
    }

    @Test
    void givesEachRowItsTurnAndNoFreshOneTheTurnOfAnother() {
        destination.throttled(1, 1);
        isHealthy();

        assertThat(isDeferred(fresh())).isEqualTo(new AdmissionDecision.Defer("throttled", seconds(1)));
        assertThat(isDeferred(fresh())).isEqualTo(new AdmissionDecision.Defer("throttled", seconds(2)));
        environment.pass(Duration.ofMillis(2_500));

        assertThat(gate.capacity(A)).isEqualTo(1);
        assertThat(isDeferred(fresh())).isEqualTo(new AdmissionDecision.Defer("throttled", seconds(0.5)));
        goes(leased());
        assertThat(gate.capacity(A)).isZero();
    }

    @Test
    void takesTurnsOfAnEarlierRunForTaken() {
        turnsOfAnEarlierRun = environment.now().plusSeconds(60);
        destination.throttled(1, 1);

        assertThat(isDeferred(fresh())).isEqualTo(new AdmissionDecision.Defer("throttled", seconds(61)));
    }

    @Test
    void forgetsTurnsThatNobodyIsThereToTake() {
        destination.throttled(1, 1);
        isHealthy();
        for (int i = 0; i < 50; i++) {
            isDeferred(fresh());
        }
        environment.pass(Duration.ofSeconds(1));

        gate.nextRow(A, seconds(3_600));

        goes(fresh());
    }

    @Test
    void pullsForOthersWhileManyThrottledDestinationsHaveABacklog() throws Exception {
        destination.throttled(1, 1);
        isHealthy();
        for (int i = 0; i < 2_000; i++) {
            isDeferred(fresh());
        }

        assertThat(gate.awaitRoom(0)).isTrue();
    }
}
