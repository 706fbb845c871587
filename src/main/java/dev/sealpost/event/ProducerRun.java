package dev.sealpost.event;

import dev.sealpost.event.NumberRanges.Range;
import dev.sealpost.node.NodeName;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.stereotype.Component;

/**
 * Sequence numbers of the events that this run of the node publishes. Numbers of events that the broker refused or did not
 * confirm in time are recorded as unsent; every other number must arrive in the database.
 */
@Component
public class ProducerRun {

    private final String name;
    private final AtomicLong sequence = new AtomicLong();
    private NumberRanges unsent = new NumberRanges();

    public ProducerRun(NodeName node) {
        this.name = node.value();
    }

    public String name() {
        return name;
    }

    /** Returns the stamp of the next event. */
    public ProducerStamp next() {
        return new ProducerStamp(name, sequence.incrementAndGet());
    }

    /**
     * Records a number as unsent: the broker may or may not have the event, and its producer was told that it was not accepted.
     */
    public synchronized void unsent(ProducerStamp stamp) {
        unsent.add(stamp.sequence());
    }

    /** Returns the last assigned number. */
    public long last() {
        return sequence.get();
    }

    /** Takes the unsent numbers since the last call. */
    public synchronized List<Range> takeUnsent() {
        List<Range> taken = unsent.ranges();
        unsent = new NumberRanges();
        return taken;
    }

    /** Puts numbers back for the next call of {@link #takeUnsent}. */
    public synchronized void putBack(List<Range> ranges) {
        ranges.forEach(unsent::add);
    }
}
