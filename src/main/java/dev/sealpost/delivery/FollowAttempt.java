package dev.sealpost.delivery;

import dev.sealpost.subscription.DestinationId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Remembers how an attempt ended, and lets the next of its lane start in its place. Guarded by the gate. */
final class FollowAttempt {

    private final Gate.Admission admission;
    private final Lanes lanes;

    FollowAttempt(Gate.Admission admission, Lanes lanes) {
        this.admission = admission;
        this.lanes = lanes;
    }

    /** @return those that can start now */
    List<Gate.Started> ended(InFlight delivery, Optional<Boolean> succeeded) {
        DestinationId id = delivery.delivery().destination();
        Lane lane = lanes.find(id).orElseThrow(() -> new IllegalStateException("a delivery ended that never started"));
        delivery.end();
        lane.left(delivery.isOverdue());
        succeeded.ifPresent(success -> lane.remember(success, delivery.running(System.nanoTime())));
        lanes.weigh(lane);
        return startFromLine(id, lane);
    }

    private List<Gate.Started> startFromLine(DestinationId id, Lane lane) {
        Destination destination = admission.destination(id);
        if (destination.readiness() != Destination.Readiness.READY) {
            return List.of();
        }
        List<Gate.Started> started = new ArrayList<>();
        while (!lane.line().isEmpty() && lane.running() < Places.running(destination, lane.pace())) {
            InFlight next = lane.line().remove();
            lane.started();
            next.start();
            started.add(new Gate.Started(next, destination));
        }
        return started;
    }
}
