package dev.sealpost.route;

import dev.sealpost.event.Event;
import dev.sealpost.event.IngestRefusedException;
import dev.sealpost.event.Publisher;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Keeps what is published in memory. */
class FakePublisher implements Publisher {

    final List<Event> published = Collections.synchronizedList(new ArrayList<>());
    volatile boolean full;

    @Override
    public void publish(Event event) {
        if (full) {
            throw new IngestRefusedException("the disk is nearly full", Duration.ofSeconds(5));
        }
        published.add(event);
    }
}
