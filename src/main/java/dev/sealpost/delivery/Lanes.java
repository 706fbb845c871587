package dev.sealpost.delivery;

import dev.sealpost.subscription.DestinationId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The destinations that the gate knows, and how much all of them ask the node to pull less. Guarded by the gate. */
final class Lanes {

    /** What is known of destinations beyond this number is forgotten while nothing of theirs is here. */
    private static final int MOST_LANES = 10_000;

    /** Rows of one destination that count, at most, when the node decides whether to pull more. */
    private static final int PRESSURE_OF_ONE = 64;

    private final Map<DestinationId, Lane> lanes = new HashMap<>();
    private final long slowAfter;
    private int pressure;

    /** @param slowAfter nanoseconds */
    Lanes(long slowAfter) {
        this.slowAfter = slowAfter;
    }

    Lane of(InFlight delivery) {
        if (lanes.size() >= MOST_LANES) {
            lanes.values().removeIf(Lane::isIdle);
        }
        return lanes.computeIfAbsent(delivery.delivery().destination(), unknown -> new Lane(slowAfter));
    }

    /** Empty when nothing is known of the destination. */
    Optional<Lane> find(DestinationId id) {
        return Optional.ofNullable(lanes.get(id));
    }

    /** Something has changed in this lane. */
    void weigh(Lane lane) {
        pressure += lane.pressureChange(PRESSURE_OF_ONE);
    }

    /** What all destinations together could take at once of what waits for them in rows. */
    int pressure() {
        return pressure;
    }
}
