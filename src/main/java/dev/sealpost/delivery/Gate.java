package dev.sealpost.delivery;

import dev.sealpost.subscription.DestinationId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets deliveries through: as many as the node has permits for, as many of a destination as it takes at a time, and of
 * those that are in trouble only so many that the others do not feel it. Short waits happen here, in bounded lines; longer
 * ones in rows.
 */
final class Gate {

    /** A destination of which nothing is known gets this many attempts at a time until one has come back. */
    private static final int PROBES = 2;

    private static final int LINE_OF_UNKNOWN = 16;
    /** Times the concurrency of a destination. */
    private static final int LINE_OF_STEADY = 4;

    /** Events that the expected number of deliveries of an event is averaged over. */
    private static final int FAN_OUT_MEMORY = 32;

    /** Rows of one destination that count, at most, when the node decides whether to pull more. */
    private static final int PRESSURE_OF_ONE = 64;

    /** What is known of destinations beyond this number is forgotten while nothing of theirs is here. */
    private static final int MOST_LANES = 10_000;

    private final Admission admission;
    private final Permits permits;
    private final long slowAfter;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition room = lock.newCondition();
    private final Map<DestinationId, Lane> lanes = new HashMap<>();
    private final Set<InFlight> inside = new HashSet<>();
    private final Deque<InFlight> waiting = new ArrayDeque<>();
    private final int waitingLimit;
    private final int pressureLimit;
    private int arriving;
    private double fanOut = 1;
    private int pressure;
    private boolean closed;

    /** What the gate asks about a destination. */
    interface Admission {

        Destination destination(DestinationId id);

        /** Whether rows of this destination are due, which go before what is fresh. */
        boolean hasBacklog(DestinationId id);
    }

    Gate(DeliverySettings settings, Admission admission) {
        this.admission = admission;
        this.permits = new Permits(settings.inFlight(), settings.inFlightBytes().toBytes());
        this.slowAfter = settings.slowAfter().toNanos();
        this.waitingLimit = 4 * settings.inFlight();
        this.pressureLimit = settings.inFlight();
    }

    /** Waits until an event may be pulled, and counts it as arriving. False when there was no room within the time. */
    boolean awaitRoom(long nanos) throws InterruptedException {
        lock.lock();
        try {
            long left = nanos;
            while (!hasRoom()) {
                if (left <= 0) {
                    return false;
                }
                left = room.awaitNanos(left);
            }
            arriving++;
            return true;
        } finally {
            lock.unlock();
        }
    }

    private boolean hasRoom() {
        return waiting.isEmpty()
                && permits.isFree(0)
                && pressure <= pressureLimit
                && permits.left(Pace.STEADY) > arriving * fanOut;
    }

    /** The pulled event has become so many deliveries. */
    void arrived(int deliveries) {
        lock.lock();
        try {
            arriving--;
            fanOut = Math.max(1, fanOut + (deliveries - fanOut) / FAN_OUT_MEMORY);
            room.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Asks to let a delivery in. */
    Verdict admit(InFlight delivery) {
        lock.lock();
        try {
            return decide(delivery);
        } finally {
            lock.unlock();
        }
    }

    private Verdict decide(InFlight delivery) {
        if (closed) {
            return new Verdict.Defer("stopping");
        }
        DestinationId id = delivery.delivery().destination();
        Destination destination = admission.destination(id);
        switch (destination.readiness()) {
            case READY -> {}
            case DISABLED -> {
                return new Verdict.Defer("disabled");
            }
            case PAUSED -> {
                return new Verdict.Defer("paused");
            }
            case ROUTE_UNAVAILABLE -> {
                return new Verdict.Defer("route-unavailable");
            }
            case SECRET_UNREADABLE -> {
                return new Verdict.Defer("secret-unreadable");
            }
            case GONE -> {
                return new Verdict.Cancel();
            }
        }
        Lane lane = lane(delivery);
        Verdict verdict = decide(delivery, destination, lane);
        boolean fresh = delivery.lease().isEmpty();
        if (fresh && verdict instanceof Verdict.Defer) {
            lane.putOff();
        } else if (!fresh && !(verdict instanceof Verdict.Defer)) {
            lane.cameBack();
        }
        weigh(lane);
        return verdict;
    }

    private void weigh(Lane lane) {
        pressure += lane.pressureChange(PRESSURE_OF_ONE);
    }

    /** Nothing of this destination waits in a row any more. */
    void backlogEnded(DestinationId id) {
        lock.lock();
        try {
            Lane lane = lanes.get(id);
            if (lane != null) {
                lane.allCameBack();
                weigh(lane);
                room.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    private Verdict waitForPermit(InFlight delivery) {
        if (waiting.size() < waitingLimit) {
            waiting.add(delivery);
            return new Verdict.Wait();
        }
        return new Verdict.Defer("node-busy");
    }

    private Verdict decide(InFlight delivery, Destination destination, Lane lane) {
        if (delivery.lease().isEmpty()
                && admission.hasBacklog(delivery.delivery().destination())) {
            return new Verdict.Defer("backlog");
        }
        if (!permits.isFree(delivery.bytes())) {
            return waitForPermit(delivery);
        }
        Pace pace = lane.pace();
        if (permits.left(pace) == 0) {
            return new Verdict.Defer("unsteady");
        }
        if (lane.running() < places(destination, pace)) {
            enter(delivery, pace);
            lane.started();
            delivery.start();
            return new Verdict.Go(destination);
        }
        if (lane.line().size() < lineLimit(destination, pace)) {
            enter(delivery, pace);
            lane.line().add(delivery);
            return new Verdict.Wait();
        }
        return new Verdict.Defer("in-flight-cap");
    }

    private void enter(InFlight delivery, Pace pace) {
        delivery.chargeAsUnsteady(pace != Pace.STEADY);
        permits.take(delivery.bytes(), pace != Pace.STEADY);
        inside.add(delivery);
    }

    private static int places(Destination destination, Pace pace) {
        return pace == Pace.UNKNOWN ? Math.min(PROBES, concurrency(destination)) : concurrency(destination);
    }

    private static int concurrency(Destination destination) {
        return destination.policy().load().concurrency();
    }

    private static int lineLimit(Destination destination, Pace pace) {
        return switch (pace) {
            case UNKNOWN -> LINE_OF_UNKNOWN;
            case STEADY -> LINE_OF_STEADY * concurrency(destination);
            case TROUBLED -> 0;
        };
    }

    /** How many rows of a destination may be leased now. */
    int capacity(DestinationId id) {
        lock.lock();
        try {
            Destination destination = admission.destination(id);
            return switch (destination.readiness()) {
                case DISABLED, PAUSED, ROUTE_UNAVAILABLE, SECRET_UNREADABLE -> 0;
                case GONE -> LINE_OF_UNKNOWN;
                case READY -> {
                    Lane lane = lanes.get(id);
                    Pace pace = lane == null ? Pace.UNKNOWN : lane.pace();
                    int busy = lane == null ? 0 : lane.running() + lane.line().size();
                    int places = places(destination, pace) + lineLimit(destination, pace) - busy;
                    yield waiting.isEmpty() ? Math.max(0, Math.min(places, permits.left(pace))) : 0;
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
            DestinationId id = delivery.delivery().destination();
            Lane lane = lanes.get(id);
            if (lane == null) {
                throw new IllegalStateException("a delivery ended that never started");
            }
            delivery.end();
            lane.left(delivery.isOverdue());
            succeeded.ifPresent(success -> lane.remember(success, delivery.running(System.nanoTime())));
            weigh(lane);
            return startFromLine(id, lane);
        } finally {
            lock.unlock();
        }
    }

    /** A delivery to start. */
    record Started(InFlight delivery, Destination destination) {}

    private List<Started> startFromLine(DestinationId id, Lane lane) {
        if (closed) {
            return List.of();
        }
        Destination destination = admission.destination(id);
        if (destination.readiness() != Destination.Readiness.READY) {
            return List.of();
        }
        List<Started> started = new ArrayList<>();
        while (!lane.line().isEmpty() && lane.running() < places(destination, lane.pace())) {
            InFlight next = lane.line().remove();
            lane.started();
            next.start();
            started.add(new Started(next, destination));
        }
        return started;
    }

    /** A delivery is recorded: its permit is free. */
    void settled(InFlight delivery) {
        lock.lock();
        try {
            if (inside.remove(delivery)) {
                permits.giveBack(delivery.bytes(), delivery.isUnsteady());
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
            List<InFlight> next = new ArrayList<>();
            int free = permits.left(Pace.STEADY);
            while (next.size() < free && !waiting.isEmpty()) {
                next.add(waiting.remove());
            }
            return next;
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
            List<Started> running = new ArrayList<>();
            List<InFlight> notStarted = new ArrayList<>();
            for (InFlight delivery : inside) {
                if (delivery.isEnded()) {
                    continue;
                }
                if (delivery.isStarted()) {
                    if (!delivery.isOverdue() && delivery.running(now) > slowAfter) {
                        markOverdue(delivery);
                        running.add(new Started(
                                delivery,
                                admission.destination(delivery.delivery().destination())));
                    }
                } else if (delivery.age(now) > slowAfter
                        && lane(delivery).line().remove(delivery)) {
                    notStarted.add(delivery);
                }
            }
            while (!waiting.isEmpty() && waiting.peek().age(now) > slowAfter) {
                notStarted.add(waiting.remove());
            }
            return new Overdue(running, notStarted);
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
            List<InFlight> notStarted = new ArrayList<>(waiting);
            waiting.clear();
            for (Lane lane : lanes.values()) {
                notStarted.addAll(lane.line());
                lane.line().clear();
            }
            return notStarted;
        } finally {
            lock.unlock();
        }
    }

    /** What is being attempted. */
    List<InFlight> unfinished() {
        lock.lock();
        try {
            return inside.stream().filter(delivery -> !delivery.isEnded()).toList();
        } finally {
            lock.unlock();
        }
    }

    private Lane lane(InFlight delivery) {
        if (lanes.size() >= MOST_LANES) {
            lanes.values().removeIf(Lane::isIdle);
        }
        return lanes.computeIfAbsent(delivery.delivery().destination(), unknown -> new Lane(slowAfter));
    }

    private void markOverdue(InFlight delivery) {
        delivery.becomeOverdue();
        lane(delivery).becameOverdue();
        weigh(lane(delivery));
        if (!delivery.isUnsteady()) {
            delivery.chargeAsUnsteady(true);
            permits.becameUnsteady();
        }
    }

    /** Whether nothing is in flight. */
    boolean isEmpty() {
        lock.lock();
        try {
            return inside.isEmpty() && waiting.isEmpty() && arriving == 0;
        } finally {
            lock.unlock();
        }
    }

    int inFlight() {
        lock.lock();
        try {
            return permits.used();
        } finally {
            lock.unlock();
        }
    }
}
