package dev.sealpost.delivery.gate;

import dev.sealpost.delivery.Destination;
import dev.sealpost.delivery.DestinationLookup;
import dev.sealpost.delivery.flight.InFlight;
import dev.sealpost.endpoint.DeliveryPolicy;
import dev.sealpost.node.FailureGuard;
import dev.sealpost.subscription.DestinationId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** States of the destinations known to the gate, and their total backpressure. Guarded by the gate. */
final class DestinationStates {

    private static final Logger LOG = LoggerFactory.getLogger(DestinationStates.class);
    /** Number of states above which those of idle destinations are dropped. */
    private static final int MOST_STATES = 10_000;

    /** Maximum backpressure of one destination, in rows. */
    private static final int PRESSURE_LIMIT = 64;

    private final Map<DestinationId, DestinationState> states = new HashMap<>();
    private final DestinationLookup destinations;
    private final GateEnvironment environment;
    private List<Consumer<OpenBreakers>> breakerChanges = new ArrayList<>();
    private final long slowAfter;
    private int pressure;
    private int forgetAt = MOST_STATES;
    private long scanned;

    /** @param slowAfter nanoseconds */
    DestinationStates(DestinationLookup destinations, GateEnvironment environment, long slowAfter) {
        this.destinations = destinations;
        this.environment = environment;
        this.slowAfter = slowAfter;
    }

    DestinationState of(DestinationId id) {
        DestinationState known = states.get(id);
        return known == null ? create(id) : known;
    }

    private DestinationState create(DestinationId id) {
        if (states.size() >= forgetAt) {
            long now = now();
            scanned += states.size();
            states.values().removeIf(state -> state.isIdle(now));
            // If none is idle, the next scan waits until there are half as many more.
            forgetAt = Math.max(MOST_STATES, states.size() + states.size() / 2);
        }
        DestinationState state = new DestinationState(slowAfter);
        states.put(id, state);
        return state;
    }

    /** For tests: returns how many states were scanned in search of idle ones. */
    long scanned() {
        return scanned;
    }

    DestinationState of(InFlight delivery) {
        return of(delivery.delivery().destination());
    }

    /** Returns the state, or empty for an unknown destination. */
    Optional<DestinationState> find(DestinationId id) {
        return Optional.ofNullable(states.get(id));
    }

    /** Returns the flow control under the current policy, or empty when only the concurrency limits the destination. */
    Optional<FlowControl> flowControl(DestinationId id, DestinationState state, DeliveryPolicy policy) {
        boolean isNeeded = FlowControl.isNeeded(policy);
        if (state.isUnrestricted() && !isNeeded) {
            return Optional.empty();
        }
        FlowControl flowControl = control(id, state, policy);
        if (!isNeeded && flowControl.hasNoState(now())) {
            state.removeFlowControl();
            return Optional.empty();
        }
        return Optional.of(flowControl);
    }

    /** Creates the circuit breaker, if the policy has one, after a failed attempt. */
    void failed(DestinationId id, DestinationState state, DeliveryPolicy policy) {
        if (CircuitBreaker.isNeeded(policy.breaker())) {
            control(id, state, policy);
        }
    }

    private FlowControl control(DestinationId id, DestinationState state, DeliveryPolicy policy) {
        FlowControl flowControl = state.control();
        boolean dropped = flowControl.follow(
                policy, Math.max(1, environment.liveNodes().getAsInt()), () -> reservedFor(id), now());
        if (dropped) {
            breakerChanged(breakers -> breakers.closed(id));
        }
        return flowControl;
    }

    /** Collects a change of a circuit breaker until it can be published outside the gate's lock. */
    void breakerChanged(Consumer<OpenBreakers> change) {
        breakerChanges.add(change);
    }

    /** Removes and returns the collected changes. */
    List<Consumer<OpenBreakers>> takeBreakerChanges() {
        if (breakerChanges.isEmpty()) {
            return List.of();
        }
        List<Consumer<OpenBreakers>> taken = breakerChanges;
        breakerChanges = new ArrayList<>();
        return taken;
    }

    /** Returns the destination, or empty when the lookup fails, which must not stop the others. */
    Optional<Destination> lookUp(DestinationId id) {
        return FailureGuard.call(
                () -> destinations.destination(id),
                e -> LOG.warn("gate.destination-failed destinationId={} reason={}", id, e.toString()));
    }

    /** Takes note of rescheduled throttled rows. */
    void retimed(DestinationId id, int rows) {
        find(id).flatMap(DestinationState::flowControl)
                .ifPresent(flowControl -> flowControl.retimed(reservedFor(id), rows, now()));
    }

    /** Returns for how many nanoseconds rows throttled by an earlier run have reserved the rate. */
    private long reservedFor(DestinationId id) {
        return Duration.between(environment.clock().instant(), destinations.throttledUntil(id))
                        .toMillis()
                * 1_000_000;
    }

    /** Updates the total after a change of this state. */
    void updatePressure(DestinationState state) {
        boolean isRestricted = state.flowControl()
                .filter(flowControl -> flowControl.isRestricting(now()))
                .isPresent();
        pressure += state.pressureChange(isRestricted ? 0 : PRESSURE_LIMIT);
    }

    /** Returns the total backpressure of all destinations, in rows. */
    int pressure() {
        return pressure;
    }

    /** Removes and returns all queued deliveries. */
    List<InFlight> drainQueues() {
        List<InFlight> all = new ArrayList<>();
        for (DestinationState state : states.values()) {
            all.addAll(state.drainQueue());
        }
        return all;
    }

    /** Returns the nanoseconds of the gate's monotonic clock. */
    long now() {
        return environment.nanos().getAsLong();
    }
}
