package dev.sealpost.delivery.gate;

import dev.sealpost.delivery.Destination;
import dev.sealpost.delivery.DestinationLookup;
import dev.sealpost.delivery.flight.InFlight;
import dev.sealpost.subscription.DestinationId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds what has been inside the gate for longer than a moment. Guarded by the gate. */
final class FindOverdue {

    private static final Logger LOG = LoggerFactory.getLogger(FindOverdue.class);

    private final DestinationLookup admission;
    private final DestinationStates states;
    private final AdmittedDeliveries admitted;
    private final long slowAfter;

    /** @param slowAfter nanoseconds */
    FindOverdue(DestinationLookup admission, DestinationStates states, AdmittedDeliveries admitted, long slowAfter) {
        this.admission = admission;
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
                    ask(delivery).ifPresent(destination -> {
                        markOverdue(delivery);
                        running.add(new Gate.Started(delivery, destination));
                    });
                }
            } else if (hasToGo(delivery, now) && states.of(delivery).line().remove(delivery)) {
                notStarted.add(delivery);
            }
        }
        notStarted.addAll(admitted.waitingLongerThan(slowAfter, now));
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
                || states.of(delivery)
                        .flowControl()
                        .filter(flowControl -> flowControl.isShutToLines(states.now()))
                        .isPresent();
    }

    private void markOverdue(InFlight delivery) {
        delivery.becomeOverdue();
        DestinationState state = states.of(delivery);
        state.becameOverdue();
        states.weigh(state);
        admitted.becameUnhealthy(delivery);
    }
}
