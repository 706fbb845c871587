package dev.sealpost.delivery.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.delivery.DeliverySettings;
import dev.sealpost.delivery.Destination;
import dev.sealpost.delivery.DestinationLookup;
import dev.sealpost.delivery.FakeDestination;
import dev.sealpost.delivery.flight.RowClocks;
import dev.sealpost.delivery.gate.FakeGateEnvironment;
import dev.sealpost.delivery.gate.Gate;
import dev.sealpost.delivery.record.Committed;
import dev.sealpost.delivery.record.Entry;
import dev.sealpost.delivery.record.Recording;
import dev.sealpost.node.HandClock;
import dev.sealpost.subscription.DestinationId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

class LeaseDueRowsTest {

    private static final DestinationId A = new DestinationId("ep_a");
    private static final DestinationId B = new DestinationId("ep_b");
    /** Limits of the gate for an unknown destination: two at a time and a queue of sixteen. */
    private static final int CAPACITY_OF_UNKNOWN = 18;

    private final HandClock clock = new HandClock(Instant.parse("2026-01-02T03:04:05Z"));
    private final Map<DestinationId, FakeDestination> destinations = new HashMap<>();
    private final Backlog backlog = new Backlog(RowClocks.of(clock));
    private final List<Entry.LeasePage> asked = new ArrayList<>();
    private boolean available = true;
    private int looks;

    private final Recording recorder = new Recording() {
        @Override
        public boolean isAvailable() {
            return available;
        }

        @Override
        public void submit(Entry entry) {
            asked.add((Entry.LeasePage) entry);
        }
    };

    private final DestinationLookup admission = new DestinationLookup() {
        @Override
        public Destination destination(DestinationId id) {
            looks++;
            return destinations.computeIfAbsent(id, unknown -> new FakeDestination());
        }

        @Override
        public boolean hasBacklog(DestinationId id) {
            return false;
        }
    };

    private final LeaseDueRows scheduler = new LeaseDueRows(
            new Gate(
                    new DeliverySettings(
                            100, DataSize.ofMegabytes(1), 512, Duration.ofSeconds(30), 10, 5, Duration.ofSeconds(5)),
                    admission,
                    FakeGateEnvironment.alone()),
            admission,
            backlog,
            recorder,
            clock);

    private List<DestinationId> askedFor() {
        return asked.stream().map(page -> page.request().destination()).toList();
    }

    @Test
    void asksForRowsOnceTheyAreDueAndForAsManyAsTheGateTakes() {
        backlog.added(A, clock.instant().plusSeconds(5));
        scheduler.lease();
        assertThat(asked).isEmpty();

        clock.set(clock.instant().plusSeconds(5));
        scheduler.lease();

        assertThat(asked).hasSize(1);
        assertThat(asked.getFirst().request().destination()).isEqualTo(A);
        assertThat(asked.getFirst().request().limit()).isEqualTo(CAPACITY_OF_UNKNOWN);
    }

    @Test
    void asksForOneBatchWhateverItsSize() {
        destinations.put(A, new FakeDestination().batched(1_000));
        backlog.added(A, clock.instant());

        scheduler.lease();

        assertThat(asked.getFirst().request().limit()).isEqualTo(1);
        assertThat(asked.getFirst().request().batching().orElseThrow().size()).isEqualTo(1_000);
    }

    @Test
    void asksForOnePageOfADestinationAtATime() {
        backlog.added(A, clock.instant());
        scheduler.lease();
        backlog.added(A, clock.instant());
        scheduler.lease();
        assertThat(askedFor()).containsExactly(A);

        scheduler.leased(new Committed.Leased(asked.getFirst().request(), List.of(), OptionalLong.of(clock.millis())));
        scheduler.lease();

        assertThat(askedFor()).containsExactly(A, A);
    }

    @Test
    void leavesRowsAloneWhoseDestinationCannotBeTried() {
        destinations.put(A, new FakeDestination());
        destinations.get(A).becomes(Destination.Readiness.DISABLED);
        backlog.added(A, clock.instant());
        backlog.added(B, clock.instant());

        scheduler.lease();

        assertThat(askedFor()).containsExactly(B);
        destinations.get(A).becomes(Destination.Readiness.READY);
        for (int tick = 0; tick < LeaseDueRows.PAUSE_TICKS; tick++) {
            scheduler.lease();
        }
        assertThat(askedFor()).containsExactly(B, A);
    }

    @Test
    void looksAtDestinationsThatAreNotReadyOnceASecondAndNotAtEveryTick() {
        int many = 1_000;
        for (int i = 0; i < many; i++) {
            DestinationId id = new DestinationId("ep_" + i);
            destinations.put(id, new FakeDestination());
            destinations.get(id).becomes(i % 2 == 0 ? Destination.Readiness.DISABLED : Destination.Readiness.PAUSED);
            backlog.added(id, clock.instant());
        }

        for (int tick = 0; tick < 10 * LeaseDueRows.PAUSE_TICKS; tick++) {
            scheduler.lease();
        }

        // The gate looks once and the scheduler once, ten times.
        assertThat(looks).isLessThanOrEqualTo(10 * 2 * many);
        assertThat(asked).isEmpty();
    }

    @Test
    void checksVeryManyDestinationsInTurn() {
        int many = LeaseDueRows.CHECKS_PER_TICK + 1;
        for (int i = 0; i < many; i++) {
            DestinationId id = new DestinationId("ep_" + i);
            destinations.put(id, new FakeDestination());
            destinations.get(id).becomes(Destination.Readiness.DISABLED);
            backlog.added(id, clock.instant());
        }

        scheduler.lease();
        int looksAtFirst = looks;
        scheduler.lease();

        // The gate looks once and the scheduler once.
        assertThat(looksAtFirst).isEqualTo(2 * LeaseDueRows.CHECKS_PER_TICK);
        assertThat(looks).isEqualTo(2 * many);
    }

    @Test
    void asksForNoMoreThanTheNodeCanStartWhereVeryManyAreDue() {
        for (int i = 0; i < 2 * LeaseDueRows.MOST_REQUESTED / CAPACITY_OF_UNKNOWN; i++) {
            backlog.added(new DestinationId("ep_" + i), clock.instant());
        }

        scheduler.lease();
        scheduler.lease();

        int pages = asked.size();
        assertThat(pages * CAPACITY_OF_UNKNOWN)
                .isBetween(LeaseDueRows.MOST_REQUESTED, LeaseDueRows.MOST_REQUESTED + CAPACITY_OF_UNKNOWN);
        asked.stream()
                .limit(pages)
                .toList()
                .forEach(page ->
                        scheduler.leased(new Committed.Leased(page.request(), List.of(), OptionalLong.empty())));
        scheduler.lease();
        assertThat(askedFor()).hasSizeGreaterThan(pages).doesNotHaveDuplicates();
    }

    @Test
    void asksForNothingWhileTheRecorderCannotRecord() {
        backlog.added(A, clock.instant());
        available = false;
        scheduler.lease();
        assertThat(asked).isEmpty();

        available = true;
        scheduler.lease();

        assertThat(askedFor()).containsExactly(A);
    }
}
