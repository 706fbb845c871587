package dev.sealpost.delivery.gate;

import dev.sealpost.delivery.DeliverySettings;
import dev.sealpost.delivery.Destination;
import dev.sealpost.delivery.DestinationLookup;
import dev.sealpost.delivery.flight.InFlight;
import dev.sealpost.subscription.DestinationId;
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
public final class Gate {

    /** Nanoseconds. */
    private static final long LOOK_FOR_ROOM = TimeUnit.MILLISECONDS.toNanos(2);

    private final GateEnvironment around;
    private final ReentrantLock lock = new ReentrantLock();
    private final AdmittedDeliveries admitted;
    private final DestinationStates states;
    private final IntakeBudget intakeBudget;
    private final AdmitDelivery admitDelivery;
    private final FollowAttempt followAttempt;
    private final FindOverdue findOverdue;
    private final CountRows countRows;
    private final BreakerNews news = new BreakerNews();
    private boolean closed;

    public Gate(DeliverySettings settings, DestinationLookup admission, GateEnvironment around) {
        this.around = around;
        long slowAfter = settings.slowAfter().toNanos();
        this.admitted = new AdmittedDeliveries(
                new Permits(settings.inFlight(), settings.inFlightBytes().toBytes()), 4 * settings.inFlight());
        this.states = new DestinationStates(admission, around, news, slowAfter);
        this.intakeBudget = new IntakeBudget(admitted, states, settings.inFlight());
        this.admitDelivery = new AdmitDelivery(admission, around, states, admitted);
        this.followAttempt = new FollowAttempt(admission, states, news);
        this.findOverdue = new FindOverdue(admission, states, admitted, slowAfter);
        this.countRows = new CountRows(admission, states, admitted);
    }

    /**
     * Waits until an event may be pulled, and counts it as arriving. False when there was no room within the time. It looks
     * again and again and is not told: the recorder frees hundreds of permits in one go, and a thread that it wakes for each
     * takes its processor away.
     */
    public boolean awaitRoom(long nanos) {
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
            boolean isThere = intakeBudget.isThere();
            if (isThere) {
                intakeBudget.take();
            }
            return isThere;
        } finally {
            lock.unlock();
        }
    }

    /** The pulled event has become so many deliveries. */
    public void arrived(int deliveries) {
        lock.lock();
        try {
            intakeBudget.arrived(deliveries);
        } finally {
            lock.unlock();
        }
    }

    /** Asks to let a delivery in. */
    public AdmissionDecision admit(InFlight delivery) {
        return toldOfBreakers(() -> closed ? new AdmissionDecision.Defer("stopping") : admitDelivery.decide(delivery));
    }

    /** Nothing of this destination waits in a row any more. */
    public void backlogEnded(DestinationId id) {
        lock.lock();
        try {
            states.find(id).ifPresent(state -> {
                state.allCameBack();
                states.weigh(state);
            });
        } finally {
            lock.unlock();
        }
    }

    /** The next row of this destination, of those that nobody has, is due in so many nanoseconds. */
    public void nextRow(DestinationId id, long nanos) {
        lock.lock();
        try {
            states.find(id)
                    .flatMap(DestinationState::flowControl)
                    .ifPresent(flowControl -> flowControl.nextRow(nanos, states.now()));
        } finally {
            lock.unlock();
        }
    }

    /** So many rows of this destination have a new turn; {@link DestinationLookup#throttledUntil} knows the last one. */
    public void retimed(DestinationId id, int rows) {
        lock.lock();
        try {
            states.retimed(id, rows);
        } finally {
            lock.unlock();
        }
    }

    /** How many rows of a destination may be leased now. */
    public int capacity(DestinationId id) {
        return toldOfBreakers(() -> countRows.of(id));
    }

    /**
     * The attempt of a delivery has ended; its permit stays until {@link #settled}.
     *
     * @return those that can start now
     */
    public List<Started> ended(InFlight delivery, AttemptSignal signal) {
        return toldOfBreakers(() -> followAttempt.ended(delivery, signal));
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
    public record Started(InFlight delivery, Destination destination) {}

    /** A delivery is recorded: its permit is free. */
    public void settled(InFlight delivery) {
        lock.lock();
        try {
            admitted.leave(delivery);
        } finally {
            lock.unlock();
        }
    }

    /** Those that waited for a permit and may ask again now. */
    public List<InFlight> nextWaiting() {
        lock.lock();
        try {
            return admitted.nextWaiting();
        } finally {
            lock.unlock();
        }
    }

    /** What has been here for longer than a moment. */
    public record Overdue(List<Started> running, List<InFlight> notStarted) {}

    /**
     * Finds deliveries older than the time after which they are slow. Those that run count their destination as failing from
     * now on; those that do not have left the gate, but for their permit, and are the caller's to put off.
     */
    public Overdue findOverdue(long now) {
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
    public List<InFlight> close() {
        lock.lock();
        try {
            closed = true;
            List<InFlight> notStarted = new ArrayList<>(admitted.leaveWaiting());
            notStarted.addAll(states.leaveLines());
            return notStarted;
        } finally {
            lock.unlock();
        }
    }

    /** What is being attempted. */
    public List<InFlight> unfinished() {
        lock.lock();
        try {
            return admitted.inside().stream()
                    .filter(delivery -> !delivery.isEnded())
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    /** Whether nothing is in flight. */
    public boolean isEmpty() {
        lock.lock();
        try {
            return admitted.isEmpty() && intakeBudget.isNothingArriving();
        } finally {
            lock.unlock();
        }
    }

    public int inFlight() {
        lock.lock();
        try {
            return admitted.permitsUsed();
        } finally {
            lock.unlock();
        }
    }
}
