package dev.sealpost.delivery;

import dev.sealpost.subscription.DestinationId;
import java.util.Optional;

/** Says how many rows of a destination may be leased now, so that none comes in vain. Guarded by the gate. */
final class CountRows {

    private final Gate.Admission admission;
    private final Lanes lanes;
    private final Occupancy occupancy;

    CountRows(Gate.Admission admission, Lanes lanes, Occupancy occupancy) {
        this.admission = admission;
        this.lanes = lanes;
        this.occupancy = occupancy;
    }

    int of(DestinationId id) {
        Destination destination = admission.destination(id);
        return switch (destination.readiness()) {
            case DISABLED, PAUSED, ROUTE_UNAVAILABLE, SECRET_UNREADABLE, BROKEN -> {
                lanes.find(id).ifPresent(Lane::becameUnready);
                yield 0;
            }
            case GONE -> Places.OF_A_GONE_DESTINATION;
            case READY -> occupancy.isAnyoneWaiting() ? 0 : Math.max(0, of(id, destination));
        };
    }

    private int of(DestinationId id, Destination destination) {
        Optional<Lane> lane = Restraint.isNeeded(destination.policy()) ? Optional.of(lanes.of(id)) : lanes.find(id);
        if (lane.isEmpty()) {
            int places = Places.running(destination, Pace.UNKNOWN) + Places.inLine(destination, Pace.UNKNOWN);
            return Math.min(places, occupancy.left(Pace.UNKNOWN));
        }
        Pace pace = lane.get().pace();
        int running = Places.running(destination, pace);
        int inLine = Places.inLine(destination, pace);
        int rows = Integer.MAX_VALUE;
        Optional<Restraint> restraint = lanes.restraint(id, lane.get(), destination.policy());
        if (restraint.isPresent()) {
            long now = lanes.now();
            running = restraint.get().limit(running);
            inLine = restraint.get().holdsBack(now) ? 0 : inLine;
            rows = restraint.get().rows(now).orElse(rows);
        }
        int places = running + inLine - lane.get().busy();
        return Math.min(Math.min(places, rows), occupancy.left(pace));
    }
}
