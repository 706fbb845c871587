package dev.sealpost.delivery.flight;

import dev.sealpost.delivery.Delivery;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A delivery on its way through this node, from the gate to the commit that settles it. It is held either by its event's
 * message or by a row with a lease of ours, never by nothing.
 */
public final class InFlight {

    private final Delivery delivery;
    private final long arrivedAt;
    private @Nullable EventHold hold;
    private @Nullable Lease lease;
    private boolean finished;
    private volatile long startedAt;
    private volatile boolean started;
    private boolean ended;
    private boolean overdue;
    private boolean unhealthy;
    private boolean probe;

    private final @Nullable LeaseRequest successor;

    private InFlight(
            Delivery delivery, @Nullable EventHold hold, @Nullable Lease lease, @Nullable LeaseRequest successor) {
        this.delivery = delivery;
        this.successor = successor;
        this.hold = hold;
        this.lease = lease;
        this.arrivedAt = System.nanoTime();
    }

    /** Fresh from the broker. */
    public static InFlight fresh(Delivery delivery, EventHold hold) {
        return new InFlight(delivery, hold, null, null);
    }

    /** From its row. */
    public static InFlight leased(Delivery delivery, Lease lease) {
        return new InFlight(delivery, null, lease, null);
    }

    /** From its row, as the head of an ordered destination; the same request brings the one that follows. */
    public static InFlight head(Delivery delivery, Lease lease, LeaseRequest request) {
        return new InFlight(delivery, null, lease, request);
    }

    /** How to ask for the delivery that may follow once this one has ended. */
    public Optional<LeaseRequest> successor() {
        return Optional.ofNullable(successor);
    }

    public Delivery delivery() {
        return delivery;
    }

    public int bytes() {
        return delivery.event().payload().size();
    }

    public synchronized Optional<Lease> lease() {
        return Optional.ofNullable(lease);
    }

    /** Nanoseconds since it came to the gate. */
    public long age(long now) {
        return now - arrivedAt;
    }

    public void start() {
        startedAt = System.nanoTime();
        started = true;
    }

    public boolean isStarted() {
        return started;
    }

    /** Nanoseconds since its attempt began. */
    public long running(long now) {
        return started ? now - startedAt : 0;
    }

    /** Whether its attempt is over. Guarded by the gate, like the next seven. */
    public boolean isEnded() {
        return ended;
    }

    public void end() {
        ended = true;
    }

    /** Whether its attempt has taken longer than a moment. */
    public boolean isOverdue() {
        return overdue;
    }

    public void becomeOverdue() {
        overdue = true;
    }

    /** Whether its permit is of the share for destinations that are not healthy. */
    public boolean isUnhealthy() {
        return unhealthy;
    }

    public void chargeAsUnhealthy(boolean charge) {
        unhealthy = charge;
    }

    /** Whether its outcome closes an open breaker or opens it anew. */
    public boolean isProbe() {
        return probe;
    }

    public void becomeProbe() {
        probe = true;
    }

    /**
     * Gives it a lease, unless it has one or its attempt has ended. What is said to the recorder meanwhile cannot overtake.
     *
     * @param record tells the recorder to write the row
     */
    public synchronized void giveLease(Lease given, Runnable record) {
        if (lease == null && !finished) {
            lease = given;
            record.run();
        }
    }

    /** This lease has no row and gets none: what becomes of the delivery is recorded as of a fresh one. */
    public synchronized void takeLeaseBack(Lease given) {
        if (given.equals(lease)) {
            lease = null;
        }
    }

    /** Ends it; the recorder is told in the order in which things happened. False when it has ended already. */
    public synchronized boolean finish(Runnable record) {
        if (finished) {
            return false;
        }
        finished = true;
        record.run();
        return true;
    }

    /** Lets go of the event's message: the commit has put something else in its place. */
    public void release() {
        letGo().ifPresent(EventHold::release);
    }

    /** Lets go of the event's message although nothing has taken its place, so that it comes again. */
    public void giveUp() {
        letGo().ifPresent(EventHold::giveUp);
    }

    private synchronized Optional<EventHold> letGo() {
        Optional<EventHold> held = Optional.ofNullable(hold);
        hold = null;
        return held;
    }
}
