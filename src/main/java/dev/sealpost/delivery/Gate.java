package dev.sealpost.delivery;

import dev.sealpost.subscription.DestinationId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets deliveries through: as many as the node has permits for, as many of a destination as it takes at a time, and of
 * those that are in trouble only so many that the others do not feel it. Short waits happen here, in bounded lines; longer
 * ones in rows. This class is the lock; the decisions are made by the parts it guards.
 */
final class Gate {

    private final Admission admission;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition room = lock.newCondition();
    private final Occupancy occupancy;
    private final Lanes lanes;
    private final PullRoom pullRoom;
    private final AdmitDelivery admitDelivery;
    private final FollowAttempt followAttempt;
    private final FindOverdue findOverdue;

    /** What the gate asks about a destination. */
    interface Admission {

        Destination destination(DestinationId id);

        /** Whether rows of this destination are due, which go before what is fresh. */
        boolean hasBacklog(DestinationId id);
    }

    Gate(DeliverySettings settings, Admission admission) {
        this.admission = admission;
        long slowAfter = settings.slowAfter().toNanos();
        this.occupancy = new Occupancy(
                new Permits(settings.inFlight(), settings.inFlightBytes().toBytes()), 4 * settings.inFlight());
        this.lanes = new Lanes(slowAfter);
        this.pullRoom = new PullRoom(occupancy, lanes, settings.inFlight());
        this.admitDelivery = new AdmitDelivery(admission, lanes, occupancy);
        this.followAttempt = new FollowAttempt(admission, lanes);
        this.findOverdue = new FindOverdue(admission, lanes, occupancy, slowAfter);
    }

    /** Waits until an event may be pulled, and counts it as arriving. False when there was no room within the time. */
    boolean awaitRoom(long nanos) throws InterruptedException {
        lock.lock();
        try {
            long left = nanos;
            while (!pullRoom.isThere()) {
                if (left <= 0) {
                    return false;
                }
                left = room.awaitNanos(left);
            }
            pullRoom.take();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** The pulled event has become so many deliveries. */
    void arrived(int deliveries) {
        lock.lock();
        try {
            pullRoom.arrived(deliveries);
            room.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Asks to let a delivery in. */
    Verdict admit(InFlight delivery) {
        lock.lock();
        try {
            return admitDelivery.decide(delivery);
        } finally {
            lock.unlock();
        }
    }

    /** Nothing of this destination waits in a row any more. */
    void backlogEnded(DestinationId id) {
        lock.lock();
        try {
            lanes.find(id).ifPresent(lane -> {
                lane.allCameBack();
                lanes.weigh(lane);
                room.signal();
            });
        } finally {
            lock.unlock();
        }
    }

    /** How many rows of a destination may be leased now. */
    int capacity(DestinationId id) {
        lock.lock();
        try {
            Destination destination = admission.destination(id);
            return switch (destination.readiness()) {
                case DISABLED, PAUSED, ROUTE_UNAVAILABLE -> 0;
                case GONE -> Places.OF_A_GONE_DESTINATION;
                case READY -> {
                    Optional<Lane> lane = lanes.find(id);
                    Pace pace = lane.map(Lane::pace).orElse(Pace.UNKNOWN);
                    int busy = lane.map(Lane::busy).orElse(0);
                    int places = Places.running(destination, pace) + Places.inLine(destination, pace) - busy;
                    yield occupancy.isAnyoneWaiting() ? 0 : Math.max(0, Math.min(places, occupancy.left(pace)));
                }
            };
        } finally {
            lock.unlock();
        }
    }

    /**
     * The attempt of a delivery has ended; its permit stays until {@link #settled}.
     *
     * @param succeeded empty when it says nothing about the destination
     * @return those that can start now
     */
    List<Started> ended(InFlight delivery, Optional<Boolean> succeeded) {
        lock.lock();
        try {
            return followAttempt.ended(delivery, succeeded);
        } finally {
            lock.unlock();
        }
    }

    /** A delivery to start. */
    record Started(InFlight delivery, Destination destination) {}

    /** A delivery is recorded: its permit is free. */
    void settled(InFlight delivery) {
        lock.lock();
        try {
            if (occupancy.leave(delivery)) {
                room.signal();
            }
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
