package dev.sealpost.ledger;

import dev.sealpost.database.Writes;
import dev.sealpost.delivery.record.SequenceNotes;
import dev.sealpost.event.NumberRanges.Range;
import dev.sealpost.event.ProducerRun;
import dev.sealpost.ledger.ProducerFloors.Sample;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** Records periodically how far this node has published, and which sequence numbers were not sent. Confined to one thread. */
public final class RecordProgress {

    private final ProducerRun run;
    private final Writes writes;
    private final Clock clock;
    private final Duration settled;
    private final Instant start;
    private final Deque<Sample> samples = new ArrayDeque<>();
    private long recorded;

    /** @param settled time after which the broker has answered or is assumed to have refused */
    public RecordProgress(ProducerRun run, Writes writes, Clock clock, Duration settled) {
        this.run = run;
        this.writes = writes;
        this.clock = clock;
        this.settled = settled;
        this.start = clock.instant();
    }

    public void record() {
        Instant now = clock.instant();
        samples.add(new Sample(now, run.last()));
        settled(now).filter(sample -> sample.floor() > recorded).ifPresent(sample -> {
            write(sample, now);
            recorded = sample.floor();
        });
    }

    /** Returns the latest settled sample. */
    private Optional<Sample> settled(Instant now) {
        Optional<Sample> latest = Optional.empty();
        while (!samples.isEmpty() && !samples.getFirst().time().plus(settled).isAfter(now)) {
            latest = Optional.of(samples.removeFirst());
        }
        return latest;
    }

    private void write(Sample sample, Instant now) {
        // Taken after the sample was settled, so that it includes all unsent numbers of the sample.
        List<Range> unsent = run.takeUnsent();
        try {
            writes.write(sql -> {
                unsent.forEach(range -> SequenceNotes.note(sql, run.name(), range, SequenceNotes.UNSENT, now));
                if (recorded == 0) {
                    ProducerFloors.add(sql, run.name(), new Sample(start, 0));
                }
                return ProducerFloors.add(sql, run.name(), sample);
            });
        } catch (RuntimeException e) {
            run.putBack(unsent);
            throw e;
        }
    }
}
