package dev.sealpost.event;

import dev.sealpost.event.NumberRanges.Range;
import dev.sealpost.node.NodeName;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.stereotype.Component;

/**
 * The numbers that this run of the node gives to the events it publishes. A number that came to nothing, because the broker
 * refused the event or did not answer in time, is remembered: everything else that was given out and is old enough has to
 * turn up.
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

    /** For the next event. */
    public ProducerStamp next() {
        return new ProducerStamp(name, sequence.incrementAndGet());
    }

    /** The broker may or may not have this one; its producer was told that it is not accepted. */
    public synchronized void unsent(ProducerStamp stamp) {
        unsent.add(stamp.sequence());
    }

    /** The last number that was given out. */
    public long last() {
        return sequence.get();
    }

    /** The numbers that came to nothing since the last call. */
    public synchronized List<Range> takeUnsent() {
        List<Range> taken = unsent.ranges();
        unsent = new NumberRanges();
        return taken;
    }

    /** Takes them back, to be asked for again. */
    public synchronized void putBack(List<Range> ranges) {
        ranges.forEach(unsent::add);
    }
}
