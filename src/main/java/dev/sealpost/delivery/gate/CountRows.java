package dev.sealpost.delivery.gate;

import dev.sealpost.delivery.Destination;
import dev.sealpost.delivery.DestinationLookup;
import dev.sealpost.subscription.DestinationId;
import java.util.Optional;

/** Says how many rows of a destination may be leased now, so that none comes in vain. Guarded by the gate. */
final class CountRows {

    private final DestinationLookup admission;
    private final DestinationStates states;
    private final AdmittedDeliveries admitted;

    CountRows(DestinationLookup admission, DestinationStates states, AdmittedDeliveries admitted) {
        this.admission = admission;
        this.states = states;
        this.admitted = admitted;
    }

    int of(DestinationId id) {
        Destination destination = admission.destination(id);
        return switch (destination.readiness()) {
            case DISABLED, PAUSED, ROUTE_UNAVAILABLE, SECRET_UNREADABLE, BROKEN -> {
                states.find(id).ifPresent(DestinationState::becameUnready);
                yield 0;
            }
            case GONE -> ConcurrencyLimits.OF_A_GONE_DESTINATION;
            case READY -> admitted.isAnyoneWaiting() ? 0 : Math.max(0, of(id, destination));
        };
    }

    private int of(DestinationId id, Destination destination) {
        Optional<DestinationState> state =
                FlowControl.isNeeded(destination.policy()) ? Optional.of(states.of(id)) : states.find(id);
        if (state.isEmpty()) {
            int places = ConcurrencyLimits.running(destination, DestinationHealth.UNKNOWN)
                    + ConcurrencyLimits.inLine(destination, DestinationHealth.UNKNOWN);
            return Math.min(places, admitted.left(DestinationHealth.UNKNOWN));
        }
        DestinationHealth health = state.get().health();
        int running = ConcurrencyLimits.running(destination, health);
        int inLine = ConcurrencyLimits.inLine(destination, health);
        int rows = Integer.MAX_VALUE;
        Optional<FlowControl> flowControl = states.flowControl(id, state.get(), destination.policy());
        if (flowControl.isPresent()) {
            long now = states.now();
            running = flowControl.get().limit(running);
            inLine = flowControl.get().holdsBack(now) ? 0 : inLine;
            rows = flowControl.get().rows(now).orElse(rows);
        }
        int places = running + inLine - state.get().busy();
        return Math.min(Math.min(places, rows), admitted.left(health));
    }
}
