package dev.sealpost.delivery.gate;

import dev.sealpost.delivery.flight.InFlight;
import java.util.ArrayList;
import java.util.List;

/** Finds deliveries that have been in the gate longer than {@code slow-after}. Guarded by the gate. */
final class FindOverdue {

    private final DestinationStates states;
    private final AdmittedDeliveries admitted;
    private final long slowAfter;

    /** @param slowAfter nanoseconds */
    FindOverdue(DestinationStates states, AdmittedDeliveries admitted, long slowAfter) {
        this.states = states;
        this.admitted = admitted;
        this.slowAfter = slowAfter;
    }

    Gate.Overdue find(long now) {
        List<Gate.Started> running = new ArrayList<>();
        List<InFlight> notStarted = new ArrayList<>();
        for (InFlight delivery : admitted.inside()) {
            if (delivery.isEnded()) {
                continue;
            }
            if (delivery.isStarted()) {
                if (!delivery.isOverdue() && delivery.running(now) > slowAfter) {
                    states.lookUp(delivery.delivery().destination()).ifPresent(destination -> {
                        markOverdue(delivery);
                        running.add(new Gate.Started(delivery, destination));
                    });
                }
            } else if (mustLeave(delivery, now) && states.of(delivery).removeQueued(delivery)) {
                notStarted.add(delivery);
            }
        }
        notStarted.addAll(admitted.waitingLongerThan(slowAfter, now));
        return new Gate.Overdue(running, notStarted);
    }

    /** Returns whether a queued delivery has waited too long, or cannot start at all now. */
    private boolean mustLeave(InFlight delivery, long now) {
        return delivery.age(now) > slowAfter
                || states.of(delivery)
                        .flowControl()
                        .filter(flowControl -> flowControl.isClosedToQueue(states.now()))
                        .isPresent();
    }

    private void markOverdue(InFlight delivery) {
        delivery.becomeOverdue();
        DestinationState state = states.of(delivery);
        state.becameOverdue();
        states.updatePressure(state);
        admitted.becameUnhealthy(delivery);
    }
}
