package dev.sealpost.delivery;

import dev.sealpost.subscription.DestinationId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds what has been inside the gate for longer than a moment. Guarded by the gate. */
final class FindOverdue {

    private static final Logger LOG = LoggerFactory.getLogger(FindOverdue.class);

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
                    ask(delivery).ifPresent(destination -> {
                        markOverdue(delivery);
                        running.add(new Gate.Started(delivery, destination));
                    });
                }
            } else if (hasToGo(delivery, now) && lanes.of(delivery).line().remove(delivery)) {
                notStarted.add(delivery);
            }
        }
        notStarted.addAll(occupancy.waitingLongerThan(slowAfter, now));
        return new Gate.Overdue(running, notStarted);
    }

    /** Empty when it cannot be asked now; the others are found all the same. */
    private Optional<Destination> ask(InFlight delivery) {
        DestinationId id = delivery.delivery().destination();
        try {
            return Optional.of(admission.destination(id));
        } catch (RuntimeException | StackOverflowError | LinkageError | AssertionError e) {
            LOG.warn("gate.destination-failed destinationId={} reason={}", id, e.toString());
            return Optional.empty();
        }
    }

    /** Has waited for a place too long, or for one that nobody gets now. */
    private boolean hasToGo(InFlight delivery, long now) {
        return delivery.age(now) > slowAfter
                || lanes.of(delivery)
                        .restraint()
                        .filter(restraint -> restraint.isShutToLines(lanes.now()))
                        .isPresent();
    }

    private void markOverdue(InFlight delivery) {
        delivery.becomeOverdue();
        Lane lane = lanes.of(delivery);
        lane.becameOverdue();
        lanes.weigh(lane);
        occupancy.becameUnsteady(delivery);
    }
}
