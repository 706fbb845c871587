package dev.sealpost.delivery;

import java.util.ArrayList;
import java.util.List;

/** Finds what has been inside the gate for longer than a moment. Guarded by the gate. */
final class FindOverdue {

    private final Gate.Admission admission;
    private final Lanes lanes;
    private final Occupancy occupancy;
    private final long slowAfter;

    /** @param slowAfter nanoseconds */
    FindOverdue(Gate.Admission admission, Lanes lanes, Occupancy occupancy, long slowAfter) {
        this.admission = admission;
        this.lanes = lanes;
        this.occupancy = occupancy;
        this.slowAfter = slowAfter;
    }

    Gate.Overdue find(long now) {
        List<Gate.Started> running = new ArrayList<>();
        List<InFlight> notStarted = new ArrayList<>();
        for (InFlight delivery : occupancy.inside()) {
            if (delivery.isEnded()) {
                continue;
            }
            if (delivery.isStarted()) {
                if (!delivery.isOverdue() && delivery.running(now) > slowAfter) {
                    markOverdue(delivery);
                    running.add(new Gate.Started(
                            delivery, admission.destination(delivery.delivery().destination())));
                }
            } else if (delivery.age(now) > slowAfter
                    && lanes.of(delivery).line().remove(delivery)) {
                notStarted.add(delivery);
            }
        }
        notStarted.addAll(occupancy.waitingLongerThan(slowAfter, now));
        return new Gate.Overdue(running, notStarted);
    }

    private void markOverdue(InFlight delivery) {
        delivery.becomeOverdue();
        Lane lane = lanes.of(delivery);
        lane.becameOverdue();
        lanes.weigh(lane);
        occupancy.becameUnsteady(delivery);
    }
}
