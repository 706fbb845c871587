package dev.sealpost.delivery;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Who is inside the gate, with a permit until it is recorded, and who waits for a permit. Guarded by the gate. */
final class Occupancy {

    private final Permits permits;
    private final int waitingLimit;
    private final Set<InFlight> inside = new HashSet<>();
    private final Deque<InFlight> waiting = new ArrayDeque<>();

    /** @param waitingLimit how many wait for a permit at most */
    Occupancy(Permits permits, int waitingLimit) {
        this.permits = permits;
        this.waitingLimit = waitingLimit;
    }

    /** Whether any delivery of this size may come in. */
    boolean hasRoomFor(int bytes) {
        return permits.isFree(bytes);
    }

    /** How many more deliveries to a destination of this pace may come in. */
    int left(Pace pace) {
        return permits.left(pace);
    }

    void enter(InFlight delivery, Pace pace) {
        delivery.chargeAsUnsteady(pace != Pace.STEADY);
        permits.take(delivery.bytes(), pace != Pace.STEADY);
        inside.add(delivery);
    }

    /** Does nothing when it is not inside. */
    void leave(InFlight delivery) {
        if (inside.remove(delivery)) {
            permits.giveBack(delivery.bytes(), delivery.isUnsteady());
        }
    }

    /** One that counted as steady turns out not to be. */
    void becameUnsteady(InFlight delivery) {
        if (!delivery.isUnsteady()) {
            delivery.chargeAsUnsteady(true);
            permits.becameUnsteady();
        }
    }

    Collection<InFlight> inside() {
        return Collections.unmodifiableSet(inside);
    }

    /** Whether a delivery with this lease is inside or waits for a permit. Looks at all of them. */
    boolean has(String leaseToken) {
        return Stream.concat(inside.stream(), waiting.stream())
                .flatMap(delivery -> delivery.lease().stream())
                .anyMatch(lease -> lease.token().equals(leaseToken));
    }

    Verdict waitForPermit(InFlight delivery) {
        if (waiting.size() < waitingLimit) {
            waiting.add(delivery);
            return new Verdict.Wait();
        }
        return new Verdict.Defer("node-busy");
    }

    boolean isAnyoneWaiting() {
        return !waiting.isEmpty();
    }

    /** Those that waited for a permit and may ask again now. */
    List<InFlight> nextWaiting() {
        List<InFlight> next = new ArrayList<>();
        int free = permits.left(Pace.STEADY);
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
