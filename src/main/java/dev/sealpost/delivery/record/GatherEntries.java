package dev.sealpost.delivery.record;

import dev.sealpost.delivery.record.Recorder.RecordingPace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Gathers entries into batches. A sync costs a few milliseconds regardless of size; while recent batches were large, it waits
 * briefly for more entries. Confined to one thread.
 */
final class GatherEntries {

    private static final Duration IDLE_INTERVAL = Duration.ofSeconds(1);
    private static final Duration LINGER_STEP = Duration.ofNanos(200_000);

    /** Average batch size from which it waits for more entries. */
    static final int BUSY = 16;

    private final BlockingQueue<Entry> entries;
    private final RecordingPace pace;
    private final BooleanSupplier isAwaited;
    private int usualBatch;

    /** @param isAwaited whether a caller waits for the next batch, so that it must not linger */
    GatherEntries(BlockingQueue<Entry> entries, RecordingPace pace, BooleanSupplier isAwaited) {
        this.entries = entries;
        this.pace = pace;
        this.isAwaited = isAwaited;
    }

    /** Returns the next batch; a {@link NoOp} when nothing arrives within a second. */
    List<Entry> next() throws InterruptedException {
        List<Entry> gathered = new ArrayList<>();
        Entry first = entries.poll(IDLE_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
        gathered.add(first == null ? new Entry.NoOp() : first);
        entries.drainTo(gathered, pace.largestBatch() - 1);
        linger(gathered);
        usualBatch = (3 * usualBatch + gathered.size()) / 4;
        return List.copyOf(gathered);
    }

    private void linger(List<Entry> gathered) {
        long end = System.nanoTime() + pace.linger().toNanos();
        while (usualBatch >= BUSY
                && gathered.size() < usualBatch
                && !isAwaited.getAsBoolean()
                && System.nanoTime() < end) {
            LockSupport.parkNanos(LINGER_STEP.toNanos());
            entries.drainTo(gathered, pace.largestBatch() - gathered.size());
        }
    }
}
