package dev.sealpost.event;

import dev.sealpost.application.ApplicationId;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;

/**
 * Window of the events that this node has accepted over HTTP and that still wait for this node. A producer waits for room in it
 * before its event is published, so that a flood is answered as fast as it is delivered and builds no backlog.
 *
 * <p>An event leaves the window when none of its deliveries waits for this node: each was attempted, has a row, or waits for a
 * destination that is slow by itself. One application has a share of the window, and applications that wait take turns, so that
 * a flood of one does not delay the others. Thread-safe.
 */
public final class IngestWindow {

    /** Maximum memory of the waiting events. */
    private static final long WAITING_BYTES = 64L * 1024 * 1024;

    /** Time after which an event leaves in any case, for example because an operator took its message from the queue. */
    private static final long LONGEST_STAY = Duration.ofSeconds(30).toNanos();

    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);
    private static final String STOPPING = "this node is stopping";

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<EventId, Inside> inside = new LinkedHashMap<>();
    private final Map<ApplicationId, Integer> insideByApplication = new HashMap<>();
    private final IngestQueue waiting;
    private final WindowSize size;
    private final Duration longestWait;
    private final LongSupplier nanoTime;
    private final LongAdder refused = new LongAdder();
    private final LongAdder delayed = new LongAdder();
    private int total;
    private boolean open;
    private boolean stopping;

    /** Events with one id; a producer may send an event twice. */
    private record Inside(ApplicationId application, int events, long since) {}

    /**
     * @param most largest window, in events
     * @param longestWait time after which an event is refused; zero: no event waits, and none is refused
     * @param nanoTime such as {@link System#nanoTime}
     */
    public IngestWindow(int most, Duration longestWait, LongSupplier nanoTime) {
        this.size = new WindowSize(most, nanoTime.getAsLong());
        this.waiting = new IngestQueue(lock, WAITING_BYTES);
        this.longestWait = longestWait;
        this.nanoTime = nanoTime;
    }

    /**
     * Lets an event in, possibly after a wait.
     *
     * @param bytes memory that the event occupies while it waits
     * @throws IngestRefusedException when there is no room in time, or too many events wait
     */
    public void enter(ApplicationId application, EventId id, int bytes) {
        if (longestWait.isZero()) {
            return;
        }
        lock.lock();
        try {
            if (open) {
                return;
            }
            if (waiting.isEmpty(application) && total < size.all() && hasShare(application)) {
                add(application, id);
            } else {
                await(application, id, bytes);
            }
        } finally {
            lock.unlock();
        }
    }

    private void await(ApplicationId application, EventId id, int bytes) {
        long start = nanoTime.getAsLong();
        removeLost(start);
        admitWaiting();
        if (!waiting.fits(bytes)) {
            throw refusal("too many events wait to be accepted");
        }
        delayed.increment();
        IngestQueue.Place place = waiting.join(application, id, bytes);
        try {
            admitWaiting();
            while (!place.isAdmitted()) {
                if (stopping) {
                    throw refusal(STOPPING);
                }
                long waited = nanoTime.getAsLong() - start;
                if (waited >= longestWait.toNanos()) {
                    throw refusal("this node has more events than it can deliver");
                }
                place.await(longestWait.toNanos() - waited);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            if (!place.isAdmitted()) {
                throw refusal(STOPPING);
            }
        } finally {
            waiting.leave(place);
        }
    }

    private IngestRefusedException refusal(String reason) {
        refused.increment();
        return new IngestRefusedException("The event was not accepted: " + reason + ".", RETRY_AFTER);
    }

    /** Records that an event no longer waits for this node, or was not published. Ignores unknown events. */
    public void leave(EventId id) {
        lock.lock();
        try {
            if (remove(id)) {
                size.left(nanoTime.getAsLong());
                admitWaiting();
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Opens or closes the window. While it is open, no event waits. For as long as this node records nothing, no event can leave
     * the window; events then wait in the broker, on disk.
     */
    public void setOpen(boolean isOpen) {
        lock.lock();
        try {
            open = isOpen;
            admitWaiting();
        } finally {
            lock.unlock();
        }
    }

    /** Refuses the waiting events once this node is stopping, so that its web server need not wait for them. */
    @EventListener(ContextClosedEvent.class)
    public void stop() {
        lock.lock();
        try {
            stopping = true;
            waiting.wakeAll();
        } finally {
            lock.unlock();
        }
    }

    private boolean hasShare(ApplicationId application) {
        return open || insideByApplication.getOrDefault(application, 0) < size.share();
    }

    private void admitWaiting() {
        while (open || total < size.all()) {
            var next = waiting.next(this::hasShare);
            if (next.isEmpty()) {
                return;
            }
            add(next.get().application(), next.get().event());
        }
    }

    private void add(ApplicationId application, EventId id) {
        total++;
        insideByApplication.merge(application, 1, Integer::sum);
        inside.merge(
                id,
                new Inside(application, 1, nanoTime.getAsLong()),
                (one, other) -> new Inside(one.application(), one.events() + 1, one.since()));
    }

    private boolean remove(EventId id) {
        Inside event = inside.get(id);
        if (event == null) {
            return false;
        }
        if (event.events() > 1) {
            inside.put(id, new Inside(event.application(), event.events() - 1, event.since()));
        } else {
            inside.remove(id);
        }
        subtract(event.application(), 1);
        return true;
    }

    private void subtract(ApplicationId application, int events) {
        total -= events;
        insideByApplication.computeIfPresent(application, (key, count) -> count == events ? null : count - events);
    }

    private void removeLost(long now) {
        Iterator<Inside> oldestFirst = inside.values().iterator();
        while (oldestFirst.hasNext()) {
            Inside event = oldestFirst.next();
            if (now - event.since() < LONGEST_STAY) {
                return;
            }
            oldestFirst.remove();
            subtract(event.application(), event.events());
        }
    }

    /** Returns the number of events in the window. */
    public int inside() {
        return locked(() -> total);
    }

    /** Returns the number of events that wait for room. */
    public int waiting() {
        return locked(waiting::size);
    }

    /** Returns the number of events that fit into the window now. */
    public int limit() {
        return locked(size::all);
    }

    private int locked(IntSupplier count) {
        lock.lock();
        try {
            return count.getAsInt();
        } finally {
            lock.unlock();
        }
    }

    /** Returns the number of events that had to wait since this node started. */
    public long delayed() {
        return delayed.sum();
    }

    /** Returns the number of events refused since this node started. */
    public long refused() {
        return refused.sum();
    }
}
