package dev.sealpost.delivery;

import dev.sealpost.subscription.DestinationId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Lets deliveries through: as many as the node has permits for, as many of a destination as it takes at a time, and of
 * those that are in trouble only so many that the others do not feel it. Short waits happen here, in bounded lines; longer
 * ones in rows. This class is the lock; the decisions are made by the parts it guards.
 */
final class Gate {

    /** Nanoseconds. */
    private static final long LOOK_FOR_ROOM = TimeUnit.MILLISECONDS.toNanos(2);

    private final GateSurroundings around;
    private final ReentrantLock lock = new ReentrantLock();
    private final Occupancy occupancy;
    private final Lanes lanes;
    private final PullRoom pullRoom;
    private final AdmitDelivery admitDelivery;
    private final FollowAttempt followAttempt;
    private final FindOverdue findOverdue;
    private final CountRows countRows;
    private final BreakerNews news = new BreakerNews();
    private boolean closed;

    /** What the gate asks about a destination. */
    interface Admission {

        Destination destination(DestinationId id);

        /** Whether rows of this destination are due, which go before what is fresh or, where it is steady, get half of its places. */
        boolean hasBacklog(DestinationId id);

        /** When the last of the rows is due that were throttled before this node started; long ago when there is none. */
        default Instant throttledUntil(DestinationId id) {
            return Instant.EPOCH;
        }
    }

    Gate(DeliverySettings settings, Admission admission, GateSurroundings around) {
        this.around = around;
        long slowAfter = settings.slowAfter().toNanos();
        this.occupancy = new Occupancy(
                new Permits(settings.inFlight(), settings.inFlightBytes().toBytes()), 4 * settings.inFlight());
        this.lanes = new Lanes(admission, around, news, slowAfter);
        this.pullRoom = new PullRoom(occupancy, lanes, settings.inFlight());
        this.admitDelivery = new AdmitDelivery(admission, around, lanes, occupancy);
        this.followAttempt = new FollowAttempt(admission, lanes, news);
        this.findOverdue = new FindOverdue(admission, lanes, occupancy, slowAfter);
        this.countRows = new CountRows(admission, lanes, occupancy);
    }

    /**
     * Waits until an event may be pulled, and counts it as arriving. False when there was no room within the time. It looks
     * again and again and is not told: the recorder frees hundreds of permits in one go, and a thread that it wakes for each
     * takes its processor away.
     */
    boolean awaitRoom(long nanos) {
        long end = System.nanoTime() + nanos;
        while (!takeRoom()) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            LockSupport.parkNanos(Math.min(left, LOOK_FOR_ROOM));
        }
        return true;
    }

    private boolean takeRoom() {
        lock.lock();
        try {
            boolean isThere = pullRoom.isThere();
            if (isThere) {
                pullRoom.take();
            }
            return isThere;
        } finally {
            lock.unlock();
        }
    }

    /** The pulled event has become so many deliveries. */
    void arrived(int deliveries) {
        lock.lock();
        try {
            pullRoom.arrived(deliveries);
        } finally {
            lock.unlock();
        }
    }

    /** Asks to let a delivery in. */
    Verdict admit(InFlight delivery) {
        return toldOfBreakers(() -> closed ? new Verdict.Defer("stopping") : admitDelivery.decide(delivery));
    }

    /** Nothing of this destination waits in a row any more. */
    void backlogEnded(DestinationId id) {
        lock.lock();
        try {
            lanes.find(id).ifPresent(lane -> {
                lane.allCameBack();
                lanes.weigh(lane);
            });
        } finally {
            lock.unlock();
        }
    }

    /** The next row of this destination, of those that nobody has, is due in so many nanoseconds. */
    void nextRow(DestinationId id, long nanos) {
        lock.lock();
        try {
            lanes.find(id).flatMap(Lane::restraint).ifPresent(restraint -> restraint.nextRow(nanos, lanes.now()));
        } finally {
            lock.unlock();
        }
    }

    /** So many rows of this destination have a new turn; {@link Admission#throttledUntil} knows the last one. */
    void retimed(DestinationId id, int rows) {
        lock.lock();
        try {
            lanes.retimed(id, rows);
        } finally {
            lock.unlock();
        }
    }

    /** How many rows of a destination may be leased now. */
    int capacity(DestinationId id) {
        return toldOfBreakers(() -> countRows.of(id));
    }

    /**
     * The attempt of a delivery has ended; its permit stays until {@link #settled}.
     *
     * @return those that can start now
     */
    List<Started> ended(InFlight delivery, Impression impression) {
        return toldOfBreakers(() -> followAttempt.ended(delivery, impression));
    }

    /** Does it behind the lock, and tells afterwards what became of breakers. */
    private <T> T toldOfBreakers(Supplier<T> step) {
        List<Consumer<OpenBreakers>> told = List.of();
        lock.lock();
        try {
            T result = step.get();
            told = news.take();
            return result;
        } finally {
            lock.unlock();
            told.forEach(what -> what.accept(around.breakers()));
        }
    }

    /** A delivery to start. */
    record Started(InFlight delivery, Destination destination) {}

    /** A delivery is recorded: its permit is free. */
    void settled(InFlight delivery) {
        lock.lock();
        try {
            occupancy.leave(delivery);
        } finally {
            lock.unlock();
        }
    }

    /** Those that waited for a permit and may ask again now. */
    List<InFlight> nextWaiting() {
        lock.lock();
        try {
            return occupancy.nextWaiting();
        } finally {
            lock.unlock();
        }
    }

    /** What has been here for longer than a moment. */
    record Overdue(List<Started> running, List<InFlight> notStarted) {}

    /**
     * Finds deliveries older than the time after which they are slow. Those that run count their destination as troubled from
     * now on; those that do not have left the gate, but for their permit, and are the caller's to put off.
     */
    Overdue findOverdue(long now) {
        lock.lock();
        try {
            return findOverdue.find(now);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Lets nothing begin any more.
     *
     * @return what has not begun; it has left the gate, but for its permit, and is the caller's to put off
     */
    List<InFlight> close() {
        lock.lock();
        try {
            closed = true;
            List<InFlight> notStarted = new ArrayList<>(occupancy.leaveWaiting());
            notStarted.addAll(lanes.leaveLines());
            return notStarted;
        } finally {
            lock.unlock();
        }
    }

    /** What is being attempted. */
    List<InFlight> unfinished() {
        lock.lock();
        try {
            return occupancy.inside().stream()
                    .filter(delivery -> !delivery.isEnded())
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    /** Whether this node still has the delivery of this lease. */
    boolean has(String leaseToken) {
        lock.lock();
        try {
            return occupancy.has(leaseToken);
        } finally {
            lock.unlock();
        }
    }

    /** Whether nothing is in flight. */
    boolean isEmpty() {
        lock.lock();
        try {
            return occupancy.isEmpty() && pullRoom.isNothingArriving();
        } finally {
            lock.unlock();
        }
    }

    int inFlight() {
        lock.lock();
        try {
            return occupancy.permitsUsed();
        } finally {
            lock.unlock();
        }
    }
}
