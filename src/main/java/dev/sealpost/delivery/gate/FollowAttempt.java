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

/** Remembers how an attempt ended, and lets the next of its state start in its place. Guarded by the gate. */
final class FollowAttempt {

    private static final Logger LOG = LoggerFactory.getLogger(FollowAttempt.class);

    private final DestinationLookup admission;
    private final DestinationStates states;
    private final BreakerNews news;

    FollowAttempt(DestinationLookup admission, DestinationStates states, BreakerNews news) {
        this.admission = admission;
        this.states = states;
        this.news = news;
    }

    /** Gives those that can start now. */
    List<Gate.Started> ended(InFlight delivery, AttemptSignal signal) {
        DestinationId id = delivery.delivery().destination();
        DestinationState state =
                states.find(id).orElseThrow(() -> new IllegalStateException("a delivery ended that never started"));
        delivery.end();
        state.left(delivery.isOverdue());
        remember(state, delivery, signal);
        Optional<Destination> destination = ask(id);
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
        states.weigh(state);
        return destination
                .filter(known -> known.readiness() == Destination.Readiness.READY)
                .map(known -> startFromLine(known, state))
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

    /** Empty when it cannot be asked: what waits in its line is put off in a moment. */
    private Optional<Destination> ask(DestinationId id) {
        try {
            return Optional.of(admission.destination(id));
        } catch (RuntimeException | StackOverflowError | LinkageError | AssertionError e) {
            LOG.warn("gate.destination-failed destinationId={} reason={}", id, e.toString());
            return Optional.empty();
        }
    }

    private void control(FlowControl flowControl, InFlight delivery, AttemptSignal signal, int concurrency) {
        DestinationId id = delivery.delivery().destination();
        long now = states.now();
        switch (flowControl.ended(delivery, signal, concurrency, now)) {
            case NONE -> {}
            case OPENED, OPENED_AGAIN -> {
                long untilProbe = flowControl.untilProbe(now);
                news.add(breakers -> breakers.opened(id, untilProbe));
            }
            case CLOSED -> news.add(breakers -> breakers.closed(id));
        }
    }

    private List<Gate.Started> startFromLine(Destination destination, DestinationState state) {
        if (state.line().isEmpty()) {
            return List.of();
        }
        int places = ConcurrencyLimits.running(destination, state.health());
        Optional<FlowControl> flowControl = state.flowControl();
        if (flowControl.isPresent()) {
            long now = states.now();
            places =
                    flowControl.get().isShutToLines(now) ? 0 : flowControl.get().limit(places);
        }
        List<Gate.Started> started = new ArrayList<>();
        while (!state.line().isEmpty() && state.running() < places) {
            InFlight next = state.line().remove();
            state.started();
            next.start();
            started.add(new Gate.Started(next, destination));
        }
        return started;
    }
}
