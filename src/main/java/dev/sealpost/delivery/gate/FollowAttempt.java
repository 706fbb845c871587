package dev.sealpost.delivery.gate;

import dev.sealpost.delivery.Destination;
import dev.sealpost.delivery.flight.InFlight;
import dev.sealpost.subscription.DestinationId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Records how an attempt ended, and starts the next queued deliveries of its destination. Guarded by the gate. */
final class FollowAttempt {

    private final DestinationStates states;

    FollowAttempt(DestinationStates states) {
        this.states = states;
    }

    /** Records the end and returns the deliveries that can start now. */
    List<Gate.Started> ended(InFlight delivery, AttemptSignal signal) {
        DestinationId id = delivery.delivery().destination();
        DestinationState state = states.find(id)
                .orElseThrow(() -> new IllegalStateException("destination of an ended delivery has no state: " + id));
        delivery.end();
        state.ended(delivery);
        remember(state, delivery, signal);
        // If the lookup fails, the queued deliveries are deferred as overdue.
        Optional<Destination> destination = states.lookUp(id);
        switch (signal) {
            case AttemptSignal.Bad bad -> destination.ifPresent(known -> states.failed(id, state, known.policy()));
            case AttemptSignal.Busy busy -> state.control();
            case AttemptSignal.Good good -> {}
            case AttemptSignal.None none -> {}
        }
        state.flowControl()
                .ifPresent(flowControl -> control(
                        flowControl,
                        delivery,
                        signal,
                        destination.map(ConcurrencyLimits::concurrency).orElse(1)));
        states.updatePressure(state);
        return destination
                .filter(known -> known.readiness() == Destination.Readiness.READY)
                .map(known -> startQueued(known, state))
                .orElse(List.of());
    }

    private static void remember(DestinationState state, InFlight delivery, AttemptSignal signal) {
        long duration = delivery.running(System.nanoTime());
        switch (signal) {
            case AttemptSignal.Good good -> state.remember(true, duration);
            case AttemptSignal.Bad bad -> state.remember(false, duration);
            case AttemptSignal.Busy busy -> state.remember(false, duration);
            case AttemptSignal.None none -> {}
        }
    }

    private void control(FlowControl flowControl, InFlight delivery, AttemptSignal signal, int concurrency) {
        DestinationId id = delivery.delivery().destination();
        long now = states.now();
        switch (flowControl.ended(delivery, signal, concurrency, now)) {
            case NONE -> {}
            case OPENED, OPENED_AGAIN -> {
                long untilProbe = flowControl.untilProbe(now);
                states.breakerChanged(breakers -> breakers.opened(id, untilProbe));
            }
            case CLOSED -> states.breakerChanged(breakers -> breakers.closed(id));
        }
    }

    private List<Gate.Started> startQueued(Destination destination, DestinationState state) {
        if (state.queued() == 0) {
            return List.of();
        }
        int limit = ConcurrencyLimits.running(destination, state.health());
        Optional<FlowControl> flowControl = state.flowControl();
        if (flowControl.isPresent()) {
            long now = states.now();
            limit = flowControl.get().isClosedToQueue(now)
                    ? 0
                    : flowControl.get().limit(limit);
        }
        List<Gate.Started> started = new ArrayList<>();
        while (state.queued() > 0 && state.running() < limit) {
            started.add(new Gate.Started(state.startQueued(), destination));
        }
        return started;
    }
}
