package dev.sealpost.event;

import dev.sealpost.application.ApplicationId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/** Producers that wait for room in the ingest window. Applications take turns. Guarded by the window's lock. */
final class IngestQueue {

    private final ReentrantLock lock;
    private final long mostBytes;
    private final Map<ApplicationId, Deque<Place>> places = new LinkedHashMap<>();
    private int size;
    private long bytes;

    /** @param mostBytes maximum memory of the waiting events */
    IngestQueue(ReentrantLock lock, long mostBytes) {
        this.lock = lock;
        this.mostBytes = mostBytes;
    }

    /** Place of one waiting event. */
    static final class Place {

        private final ApplicationId application;
        private final EventId event;
        private final int bytes;
        private final Condition changed;
        private boolean isAdmitted;

        private Place(ApplicationId application, EventId event, int bytes, Condition changed) {
            this.application = application;
            this.event = event;
            this.bytes = bytes;
            this.changed = changed;
        }

        ApplicationId application() {
            return application;
        }

        EventId event() {
            return event;
        }

        boolean isAdmitted() {
            return isAdmitted;
        }

        /** Waits until it is admitted; possibly returns earlier. */
        void await(long nanos) throws InterruptedException {
            changed.await(nanos, TimeUnit.NANOSECONDS);
        }
    }

    boolean isEmpty(ApplicationId application) {
        return !places.containsKey(application);
    }

    int size() {
        return size;
    }

    /** Returns whether there is memory for another event. */
    boolean fits(int moreBytes) {
        return size == 0 || bytes + moreBytes <= mostBytes;
    }

    Place join(ApplicationId application, EventId event, int eventBytes) {
        Place place = new Place(application, event, eventBytes, lock.newCondition());
        places.computeIfAbsent(application, first -> new ArrayDeque<>()).add(place);
        size++;
        bytes += eventBytes;
        return place;
    }

    /** Removes a place that gave up; does nothing for one that was admitted. */
    void leave(Place place) {
        Deque<Place> all = places.get(place.application());
        if (!place.isAdmitted() && all != null && all.remove(place)) {
            removed(place, all);
        }
    }

    private void removed(Place place, Deque<Place> others) {
        size--;
        bytes -= place.bytes;
        if (others.isEmpty()) {
            places.remove(place.application());
        }
    }

    /** Wakes all waiting producers, none of which is admitted. */
    void wakeAll() {
        places.values().forEach(all -> all.forEach(place -> place.changed.signal()));
    }

    /** Admits the longest waiting event of the next application that passes the test. */
    Optional<Place> next(Predicate<ApplicationId> mayEnter) {
        Iterator<Map.Entry<ApplicationId, Deque<Place>>> turns =
                places.entrySet().iterator();
        while (turns.hasNext()) {
            Map.Entry<ApplicationId, Deque<Place>> turn = turns.next();
            if (mayEnter.test(turn.getKey())) {
                turns.remove();
                return Optional.of(admitFirst(turn.getKey(), turn.getValue()));
            }
        }
        return Optional.empty();
    }

    /** Admits the first place; the application's next turn comes after those of the others. */
    private Place admitFirst(ApplicationId application, Deque<Place> all) {
        Place place = all.remove();
        if (!all.isEmpty()) {
            places.put(application, all);
        }
        size--;
        bytes -= place.bytes;
        place.isAdmitted = true;
        place.changed.signal();
        return place;
    }
}
