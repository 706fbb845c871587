package dev.sealpost.delivery.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.delivery.record.Recorder.RecordingPace;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class GatherEntriesTest {

    private static final int LARGEST = 64;

    /** Longer than any test may take: who waits for its end is found out. */
    private static final Duration ENDLESS = Duration.ofHours(1);

    private final BlockingQueue<Entry> entries = new LinkedBlockingQueue<>();

    private GatherEntries gathering(Duration linger, BooleanSupplier isAwaited) {
        return new GatherEntries(entries, new RecordingPace(LARGEST, linger), isAwaited);
    }

    private void come(int count) {
        Stream.generate(Entry.NoOp::new).limit(count).forEach(entries::add);
    }

    /** Batches as large as they get, so that the next small one is unusual. */
    private void makeBusy(GatherEntries gather) throws InterruptedException {
        for (int i = 0; i < 10; i++) {
            come(LARGEST);
            assertThat(gather.next()).hasSize(LARGEST);
        }
    }

    @Test
    void takesNoMoreThanTheLargestBatch() throws InterruptedException {
        GatherEntries gather = gathering(Duration.ZERO, () -> false);
        come(LARGEST + 1);

        assertThat(gather.next()).hasSize(LARGEST);
        assertThat(gather.next()).hasSize(1);
    }

    @Test
    void waitsForNothingWhileBatchesAreSmall() throws InterruptedException {
        GatherEntries gather = gathering(ENDLESS, () -> false);

        for (int size : new int[] {1, GatherEntries.BUSY - 1, 2, 1}) {
            come(size);
            assertThat(gather.next()).hasSize(size);
        }
    }

    @Test
    void waitsForMoreWhereBatchesWereLarger() throws InterruptedException {
        GatherEntries[] gather = new GatherEntries[1];
        // The question is asked while it waits: the rest comes only then.
        boolean[] asked = new boolean[1];
        gather[0] = gathering(ENDLESS, () -> {
            if (!asked[0]) {
                asked[0] = true;
                come(LARGEST - 1);
            }
            return false;
        });
        makeBusy(gather[0]);
        assertThat(asked[0]).isFalse();
        come(1);

        assertThat(gather[0].next()).hasSize(LARGEST);
    }

    @Test
    void goesOnWithLessWhenTheTimeIsOver() throws InterruptedException {
        GatherEntries gather = gathering(Duration.ofMillis(1), () -> false);
        makeBusy(gather);
        come(1);

        assertThat(gather.next()).hasSize(1);
    }

    @Test
    void waitsForNothingWhileSomebodyWaitsForIt() throws InterruptedException {
        GatherEntries gather = gathering(ENDLESS, () -> true);
        makeBusy(gather);
        come(1);

        assertThat(gather.next()).hasSize(1);
    }
}
