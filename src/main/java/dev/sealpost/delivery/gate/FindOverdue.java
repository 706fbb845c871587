package dev.sealpost.delivery.gate;

import dev.sealpost.delivery.Destination;
import dev.sealpost.delivery.DestinationLookup;
import dev.sealpost.delivery.flight.InFlight;
import dev.sealpost.node.FailureGuard;
import dev.sealpost.subscription.DestinationId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds deliveries that have been in the gate longer than {@code slow-after}. Guarded by the gate. */
final class FindOverdue {

    private static final Logger LOG = LoggerFactory.getLogger(FindOverdue.class);

    private final DestinationLookup destinations;
    private final DestinationStates states;
    private final AdmittedDeliveries admitted;
    private final long slowAfter;

    /** @param slowAfter nanoseconds */
    FindOverdue(DestinationLookup destinations, DestinationStates states, AdmittedDeliveries admitted, long slowAfter) {
        this.destinations = destinations;
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
                    lookUp(delivery).ifPresent(destination -> {
                        markOverdue(delivery);
                        running.add(new Gate.Started(delivery, destination));
                    });
                }
            } else if (mustLeave(delivery, now) && states.of(delivery).queue().remove(delivery)) {
                notStarted.add(delivery);
            }
        }
        notStarted.addAll(admitted.waitingLongerThan(slowAfter, now));
        return new Gate.Overdue(running, notStarted);
    }

    /** Returns the destination, or empty when the lookup fails, which must not stop the others. */
    private Optional<Destination> lookUp(InFlight delivery) {
        DestinationId id = delivery.delivery().destination();
        return FailureGuard.call(
                () -> destinations.destination(id),
                e -> LOG.warn("gate.destination-failed destinationId={} reason={}", id, e.toString()));
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
