package dev.sealpost.api;

import dev.sealpost.event.Event;
import dev.sealpost.event.IngestRefusedException;
import dev.sealpost.event.Publisher;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what is published in memory, or refuses it. */
public final class CollectingPublisher implements Publisher {

    private final List<Event> published = new CopyOnWriteArrayList<>();
    private volatile boolean refusing;
    private volatile boolean broken;
    private volatile List<String> callers = List.of();

    @Override
    public void publish(Event event) {
        if (refusing) {
            throw new IngestRefusedException("the disk is nearly full", Duration.ofSeconds(30));
        }
        if (broken) {
            throw new IllegalStateException("a secret detail");
        }
        callers = StackWalker.getInstance()
                .walk(frames -> frames.map(StackWalker.StackFrame::getClassName).toList());
        published.add(event);
    }

    public void refuse(boolean refuse) {
        refusing = refuse;
    }

    /** From now on publishing ends with a fault of ours. */
    public void breakDown(boolean breakDown) {
        broken = breakDown;
    }

    /** The classes through which the last event came. */
    public List<String> callers() {
        return callers;
    }

    public List<Event> published() {
        return published;
    }
}
