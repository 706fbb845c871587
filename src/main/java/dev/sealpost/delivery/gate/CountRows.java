package dev.sealpost.delivery.gate;

import dev.sealpost.delivery.Destination;
import dev.sealpost.delivery.DestinationLookup;
import dev.sealpost.subscription.DestinationId;
import java.util.Optional;

/**
 * Counts the rows of a destination that may be leased now, so that no lease is taken which the gate would refuse. Guarded by
 * the gate.
 */
final class CountRows {

    private final DestinationLookup destinations;
    private final DestinationStates states;
    private final AdmittedDeliveries admitted;

    CountRows(DestinationLookup destinations, DestinationStates states, AdmittedDeliveries admitted) {
        this.destinations = destinations;
        this.states = states;
        this.admitted = admitted;
    }

    int of(DestinationId id) {
        Destination destination = destinations.destination(id);
        return switch (destination.readiness()) {
            case DISABLED, PAUSED, ROUTE_UNAVAILABLE, SECRET_UNREADABLE, BROKEN -> {
                states.find(id).ifPresent(DestinationState::becameUnready);
                yield 0;
            }
            case GONE -> ConcurrencyLimits.ROWS_OF_DELETED;
            case READY -> admitted.hasWaiting() ? 0 : Math.max(0, of(id, destination));
        };
    }

    private int of(DestinationId id, Destination destination) {
        Optional<DestinationState> state =
                FlowControl.isNeeded(destination.policy()) ? Optional.of(states.of(id)) : states.find(id);
        if (state.isEmpty()) {
            int capacity = ConcurrencyLimits.running(destination, DestinationHealth.UNKNOWN)
                    + ConcurrencyLimits.queued(destination, DestinationHealth.UNKNOWN);
            return Math.min(capacity, admitted.available(DestinationHealth.UNKNOWN));
        }
        DestinationHealth health = state.get().health();
        int running = ConcurrencyLimits.running(destination, health);
        int queued = ConcurrencyLimits.queued(destination, health);
        int rows = Integer.MAX_VALUE;
        Optional<FlowControl> flowControl = states.flowControl(id, state.get(), destination.policy());
        if (flowControl.isPresent()) {
            long now = states.now();
            running = flowControl.get().limit(running);
            queued = flowControl.get().isRestricting(now) ? 0 : queued;
            rows = flowControl.get().rows(now).orElse(rows);
        }
        // Rows have room beside what is fresh and waits for this node only.
        boolean isBesideFresh = flowControl.isEmpty() && state.get().isKnownAsQuick();
        int taken = isBesideFresh ? state.get().fromRows() : state.get().busy();
        int capacity = running + queued - taken;
        return Math.min(Math.min(capacity, rows), admitted.available(health));
    }
}
