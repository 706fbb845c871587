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

/** Who is inside the gate, with a permit until it is recorded, and who waits for a permit. Guarded by the gate. */
final class AdmittedDeliveries {

    private final Permits permits;
    private final int waitingLimit;
    private final Set<InFlight> inside = new HashSet<>();
    private final Deque<InFlight> waiting = new ArrayDeque<>();

    /** @param waitingLimit how many wait for a permit at most */
    AdmittedDeliveries(Permits permits, int waitingLimit) {
        this.permits = permits;
        this.waitingLimit = waitingLimit;
    }

    /** Whether any delivery of this size may come in. */
    boolean hasRoomFor(int bytes) {
        return permits.isFree(bytes);
    }

    /** How many more deliveries to a destination of this health may come in. */
    int left(DestinationHealth health) {
        return permits.left(health);
    }

    void enter(InFlight delivery, DestinationHealth health) {
        delivery.chargeAsUnhealthy(health != DestinationHealth.HEALTHY);
        permits.take(delivery.bytes(), health != DestinationHealth.HEALTHY);
        inside.add(delivery);
    }

    /** Does nothing when it is not inside. */
    void leave(InFlight delivery) {
        if (inside.remove(delivery)) {
            permits.giveBack(delivery.bytes(), delivery.isUnhealthy());
        }
    }

    /** One that counted as healthy turns out not to be. */
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

    boolean isAnyoneWaiting() {
        return !waiting.isEmpty();
    }

    /** Those that waited for a permit and may ask again now. */
    List<InFlight> nextWaiting() {
        List<InFlight> next = new ArrayList<>();
        int free = permits.left(DestinationHealth.HEALTHY);
        while (next.size() < free && !waiting.isEmpty()) {
            next.add(waiting.remove());
        }
        return next;
    }

    /** Those that have waited for a permit for longer than this; they wait no more. */
    List<InFlight> waitingLongerThan(long nanos, long now) {
        List<InFlight> tired = new ArrayList<>();
        while (!waiting.isEmpty() && waiting.peek().age(now) > nanos) {
            tired.add(waiting.remove());
        }
        return tired;
    }

    /** Nobody waits for a permit any more. Returns those that did. */
    List<InFlight> leaveWaiting() {
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
