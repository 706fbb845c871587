package dev.sealpost.source.poll;

import dev.sealpost.event.Event;
import dev.sealpost.event.IngestRefusedException;
import dev.sealpost.event.Publisher;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what is published in memory, up to a limit. */
final class CollectedEvents implements Publisher {

    final List<Event> published = new CopyOnWriteArrayList<>();
    volatile int limit = Integer.MAX_VALUE;
    volatile Runnable afterwards = () -> {};

    @Override
    public void publish(Event event) {
        if (published.size() >= limit) {
            throw new IngestRefusedException("the disk is nearly full", Duration.ofMillis(5));
        }
        published.add(event);
        afterwards.run();
    }

    List<String> ids() {
        return published.stream().map(event -> event.id().value()).toList();
    }

    List<String> payloads() {
        return published.stream()
                .map(event -> new String(event.payload().bytes(), StandardCharsets.UTF_8))
                .toList();
    }
}
