package dev.sealpost.api.message;

import dev.sealpost.application.ApplicationId;
import dev.sealpost.event.Event;
import dev.sealpost.event.EventId;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/** Cache of the events that this node published last, bounded by count and bytes; evicts the oldest first. */
public final class RecentEvents {

    /** Approximate bytes of an event besides its payload. */
    private static final int OVERHEAD = 512;

    private final int mostEvents;
    private final long mostBytes;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<EventId, Event> byId = new LinkedHashMap<>();
    private final Map<Uid, EventId> byUid = new HashMap<>();
    private long bytes;

    private record Uid(ApplicationId application, String uid) {}

    public RecentEvents(int mostEvents, long mostBytes) {
        this.mostEvents = mostEvents;
        this.mostBytes = mostBytes;
    }

    /** Adds a published event; keeps the first of an id. */
    void add(Event event) {
        lock.lock();
        try {
            if (byId.putIfAbsent(event.id(), event) == null) {
                bytes += size(event);
                uid(event).ifPresent(uid -> byUid.put(uid, event.id()));
                evictOldest();
            }
        } finally {
            lock.unlock();
        }
    }

    Optional<Event> find(ApplicationId application, EventId id) {
        lock.lock();
        try {
            return Optional.ofNullable(byId.get(id))
                    .filter(event -> event.application().equals(application));
        } finally {
            lock.unlock();
        }
    }

    Optional<Event> findByUid(ApplicationId application, String uid) {
        lock.lock();
        try {
            return Optional.ofNullable(byUid.get(new Uid(application, uid)))
                    .flatMap(id -> Optional.ofNullable(byId.get(id)));
        } finally {
            lock.unlock();
        }
    }

    private void evictOldest() {
        Iterator<Event> oldest = byId.values().iterator();
        while (byId.size() > mostEvents || (bytes > mostBytes && !byId.isEmpty())) {
            Event event = oldest.next();
            oldest.remove();
            bytes -= size(event);
            uid(event).ifPresent(uid -> byUid.remove(uid, event.id()));
        }
    }

    private static Optional<Uid> uid(Event event) {
        return event.labels().uid().map(uid -> new Uid(event.application(), uid));
    }

    private static long size(Event event) {
        return (long) OVERHEAD + event.payload().size();
    }
}
