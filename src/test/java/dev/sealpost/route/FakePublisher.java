package dev.sealpost.route;

import dev.sealpost.event.Event;
import dev.sealpost.event.IngestRefusedException;
import dev.sealpost.event.Publisher;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Keeps published events in memory. */
public class FakePublisher implements Publisher {

    public final List<Event> published = Collections.synchronizedList(new ArrayList<>());
    final List<Event> tried = Collections.synchronizedList(new ArrayList<>());
    final AtomicInteger refused = new AtomicInteger();
    public volatile boolean full;

    @Override
    public void publish(Event event) {
        tried.add(event);
        if (full) {
            refused.incrementAndGet();
            throw new IngestRefusedException("the disk is nearly full", Duration.ofSeconds(5));
        }
        published.add(event);
    }
}
