package dev.sealpost.delivery.gate;

import dev.sealpost.delivery.flight.InFlight;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Admitted deliveries, each with a permit until it is recorded, and deliveries that wait for a permit. Guarded by the gate.
 */
final class AdmittedDeliveries {

    private final Permits permits;
    private final int waitingLimit;
    private final Set<InFlight> inside = new HashSet<>();
    private final Deque<InFlight> waiting = new ArrayDeque<>();

    /** @param waitingLimit maximum number of deliveries that wait for a permit */
    AdmittedDeliveries(Permits permits, int waitingLimit) {
        this.permits = permits;
        this.waitingLimit = waitingLimit;
    }

    /** Returns whether a delivery of this size can be admitted. */
    boolean hasRoomFor(int bytes) {
        return permits.hasRoomFor(bytes);
    }

    /** Returns how many more deliveries to a destination of this health can be admitted. */
    int available(DestinationHealth health) {
        return permits.available(health);
    }

    /**
     * Returns how many deliveries a quick destination may queue: half of the permits while a quarter of them is free, otherwise
     * none beyond its usual limit.
     */
    int queueOfQuick() {
        int limit = permits.limit();
        return permits.available(DestinationHealth.HEALTHY) > limit / 4 ? limit / 2 : 0;
    }

    void enter(InFlight delivery, DestinationHealth health) {
        delivery.chargeAsUnhealthy(health != DestinationHealth.HEALTHY);
        permits.take(delivery.bytes(), health != DestinationHealth.HEALTHY);
        inside.add(delivery);
    }

    /** Releases the permit; does nothing for a delivery that has none. */
    void leave(InFlight delivery) {
        if (inside.remove(delivery)) {
            permits.release(delivery.bytes(), delivery.isUnhealthy());
        }
    }

    /** Charges the permit of a delivery to the share of unhealthy destinations. */
    void becameUnhealthy(InFlight delivery) {
        if (!delivery.isUnhealthy()) {
            delivery.chargeAsUnhealthy(true);
            permits.becameUnhealthy();
        }
    }

    Collection<InFlight> inside() {
        return Collections.unmodifiableSet(inside);
    }

    AdmissionDecision waitForPermit(InFlight delivery) {
        if (waiting.size() < waitingLimit) {
            waiting.add(delivery);
            return new AdmissionDecision.Wait();
        }
        return new AdmissionDecision.Defer("node-busy");
    }

    boolean hasWaiting() {
        return !waiting.isEmpty();
    }

    /** Removes and returns the waiting deliveries that may now retry. */
    List<InFlight> nextWaiting() {
        List<InFlight> next = new ArrayList<>();
        int free = permits.available(DestinationHealth.HEALTHY);
        while (next.size() < free && !waiting.isEmpty()) {
            next.add(waiting.remove());
        }
        return next;
    }

    /** Removes and returns the deliveries that waited longer than this. */
    List<InFlight> waitingLongerThan(long nanos, long now) {
        List<InFlight> timedOut = new ArrayList<>();
        while (!waiting.isEmpty() && waiting.peek().age(now) > nanos) {
            timedOut.add(waiting.remove());
        }
        return timedOut;
    }

    /** Removes and returns all waiting deliveries. */
    List<InFlight> drainWaiting() {
        List<InFlight> all = new ArrayList<>(waiting);
        waiting.clear();
        return all;
    }

    boolean isEmpty() {
        return inside.isEmpty() && waiting.isEmpty();
    }

    int permitsUsed() {
        return permits.used();
    }
}
