package dev.sealpost.delivery.flight;

import dev.sealpost.delivery.Delivery;
import dev.sealpost.delivery.DeliveryBatch;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A delivery in flight on this node, from the gate to the commit that settles it. Always held by its event's message or by a
 * row leased to this node.
 */
public final class InFlight {

    private final Delivery delivery;
    private final long arrivedAt;
    private final boolean fromRow;
    private @Nullable EventHold hold;
    private @Nullable Lease lease;
    private boolean finished;
    private boolean waiting = true;
    private volatile long startedAt;
    private volatile boolean started;
    private boolean ended;
    private boolean overdue;
    private boolean unhealthy;
    private boolean probe;

    private final @Nullable LeaseRequest successor;
    private final @Nullable DeliveryBatch batch;

    private InFlight(
            Delivery delivery,
            @Nullable EventHold hold,
            @Nullable Lease lease,
            @Nullable LeaseRequest successor,
            @Nullable DeliveryBatch batch) {
        this.delivery = delivery;
        this.successor = successor;
        this.batch = batch;
        this.hold = hold;
        this.fromRow = lease != null;
        this.lease = lease;
        this.arrivedAt = System.nanoTime();
    }

    /** Creates a delivery that arrived from the broker. */
    public static InFlight fresh(Delivery delivery, EventHold hold) {
        return new InFlight(delivery, hold, null, null, null);
    }

    /** Creates a delivery leased from its row. */
    public static InFlight leased(Delivery delivery, Lease lease) {
        return new InFlight(delivery, null, lease, null, null);
    }

    /** Creates the head of an ordered destination, leased from its row; the same request leases its successor. */
    public static InFlight head(Delivery delivery, Lease lease, LeaseRequest request) {
        return new InFlight(delivery, null, lease, request, null);
    }

    /**
     * Creates a batch, whose rows are leased under one token; the same request leases the next batch. It stands for its first
     * delivery, and takes one permit for all.
     */
    public static InFlight batch(DeliveryBatch batch, Lease lease, LeaseRequest request) {
        return new InFlight(batch.deliveries().getFirst(), null, lease, request, batch);
    }

    /** Returns the request that leases the successor of this delivery or batch. */
    public Optional<LeaseRequest> successor() {
        return Optional.ofNullable(successor);
    }

    public Delivery delivery() {
        return delivery;
    }

    /** Returns the batch; empty for a single delivery. */
    public Optional<DeliveryBatch> batch() {
        return Optional.ofNullable(batch);
    }

    public int bytes() {
        return batch != null ? batch.bytes() : delivery.event().payload().size();
    }

    public synchronized Optional<Lease> lease() {
        return Optional.ofNullable(lease);
    }

    /** Returns whether it came from a row, and not fresh from the broker. */
    public boolean isFromRow() {
        return fromRow;
    }

    /** Returns the nanoseconds since it arrived at the gate. */
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

    /** Returns the nanoseconds since its attempt started, or 0. */
    public long running(long now) {
        return started ? now - startedAt : 0;
    }

    /** Returns whether its attempt has ended. Guarded by the gate, like the next seven methods. */
    public boolean isEnded() {
        return ended;
    }

    public void end() {
        ended = true;
    }

    /** Returns whether its attempt has exceeded {@code slow-after}. */
    public boolean isOverdue() {
        return overdue;
    }

    public void becomeOverdue() {
        overdue = true;
    }

    /** Returns whether its permit counts against the share of unhealthy destinations. */
    public boolean isUnhealthy() {
        return unhealthy;
    }

    public void chargeAsUnhealthy(boolean charge) {
        unhealthy = charge;
    }

    /** Returns whether it is the probe of an open circuit breaker. */
    public boolean isProbe() {
        return probe;
    }

    public void becomeProbe() {
        probe = true;
    }

    /**
     * Assigns a lease, unless it has one or its attempt has ended. Synchronized, so that the recorder receives its entries in
     * order.
     *
     * @param record submits the row to the recorder
     */
    public synchronized void giveLease(Lease given, Runnable record) {
        if (lease == null && !finished) {
            lease = given;
            record.run();
        }
    }

    /** Revokes a lease whose row was not written: the result is then recorded as that of a fresh delivery. */
    public synchronized void takeLeaseBack(Lease given) {
        if (given.equals(lease)) {
            lease = null;
        }
    }

    /** Finishes the delivery, submitting its result in order. Returns false if it was finished already. */
    public synchronized boolean finish(Runnable record) {
        if (finished) {
            return false;
        }
        finished = true;
        record.run();
        return true;
    }

    /** Records that it no longer waits for this node: its attempt has ended, or what it waits for is its destination. */
    public void stopWaiting() {
        stopHolding().ifPresent(EventHold::stopWaiting);
    }

    private synchronized Optional<EventHold> stopHolding() {
        Optional<EventHold> held = waiting ? Optional.ofNullable(hold) : Optional.empty();
        waiting = false;
        return held;
    }

    /** Releases the event's message after a commit has replaced it. */
    public void release() {
        stopWaiting();
        detachHold().ifPresent(EventHold::release);
    }

    /** Releases the event's message without a replacement, so that the broker redelivers it. */
    public void giveUp() {
        stopWaiting();
        detachHold().ifPresent(EventHold::giveUp);
    }

    private synchronized Optional<EventHold> detachHold() {
        Optional<EventHold> held = Optional.ofNullable(hold);
        hold = null;
        return held;
    }
}
