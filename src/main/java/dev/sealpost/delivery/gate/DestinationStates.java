package dev.sealpost.delivery.gate;

import dev.sealpost.delivery.DestinationLookup;
import dev.sealpost.delivery.flight.InFlight;
import dev.sealpost.endpoint.DeliveryPolicy;
import dev.sealpost.subscription.DestinationId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The destinations that the gate knows, and how much all of them ask the node to pull less. Guarded by the gate. */
final class DestinationStates {

    /** What is known of destinations beyond this number is forgotten while nothing of theirs is here. */
    private static final int MOST_STATES = 10_000;

    /** Rows of one destination that count, at most, when the node decides whether to pull more. */
    private static final int PRESSURE_OF_ONE = 64;

    private final Map<DestinationId, DestinationState> states = new HashMap<>();
    private final DestinationLookup admission;
    private final GateEnvironment around;
    private final BreakerNews news;
    private final long slowAfter;
    private int pressure;
    private int forgetAt = MOST_STATES;
    private long looks;

    /** @param slowAfter nanoseconds */
    DestinationStates(DestinationLookup admission, GateEnvironment around, BreakerNews news, long slowAfter) {
        this.admission = admission;
        this.around = around;
        this.news = news;
        this.slowAfter = slowAfter;
    }

    DestinationState of(DestinationId id) {
        DestinationState known = states.get(id);
        return known == null ? opened(id) : known;
    }

    private DestinationState opened(DestinationId id) {
        if (states.size() >= forgetAt) {
            long now = now();
            looks += states.size();
            states.values().removeIf(state -> state.isIdle(now));
            // Where all are busy, the next look over all of them waits until there are half as many more.
            forgetAt = Math.max(MOST_STATES, states.size() + states.size() / 2);
        }
        DestinationState state = new DestinationState(slowAfter);
        states.put(id, state);
        return state;
    }

    /** For tests: how many states were looked at in order to forget some. */
    long looks() {
        return looks;
    }

    DestinationState of(InFlight delivery) {
        return of(delivery.delivery().destination());
    }

    /** Empty when nothing is known of the destination. */
    Optional<DestinationState> find(DestinationId id) {
        return Optional.ofNullable(states.get(id));
    }

    /** What holds this destination back, as its policy says now. Empty when only its places count. */
    Optional<FlowControl> flowControl(DestinationId id, DestinationState state, DeliveryPolicy policy) {
        boolean isNeeded = FlowControl.isNeeded(policy);
        if (state.isFree() && !isNeeded) {
            return Optional.empty();
        }
        FlowControl flowControl = control(id, state, policy);
        if (!isNeeded && flowControl.isAtRest(now())) {
            state.setFree();
            return Optional.empty();
        }
        return Optional.of(flowControl);
    }

    /** An attempt has failed: from now on its breaker counts, where it has one. */
    void failed(DestinationId id, DestinationState state, DeliveryPolicy policy) {
        if (CircuitBreaker.isNeeded(policy.breaker())) {
            control(id, state, policy);
        }
    }

    private FlowControl control(DestinationId id, DestinationState state, DeliveryPolicy policy) {
        FlowControl flowControl = state.control();
        boolean dropped =
                flowControl.follow(policy, Math.max(1, around.liveNodes().getAsInt()), () -> promisedFor(id), now());
        if (dropped) {
            news.add(breakers -> breakers.closed(id));
        }
        return flowControl;
    }

    /** So many of its rows have a new turn. */
    void retimed(DestinationId id, int rows) {
        find(id).flatMap(DestinationState::flowControl)
                .ifPresent(flowControl -> flowControl.retimed(promisedFor(id), rows, now()));
    }

    /** For how long, in nanoseconds, rows that were put off before this node started have their turn. */
    private long promisedFor(DestinationId id) {
        return Duration.between(around.clock().instant(), admission.throttledUntil(id))
                        .toMillis()
                * 1_000_000;
    }

    /** Something has changed in this state. */
    void weigh(DestinationState state) {
        boolean isHeld = state.flowControl()
                .filter(flowControl -> flowControl.holdsBack(now()))
                .isPresent();
        pressure += state.pressureChange(isHeld ? 0 : PRESSURE_OF_ONE);
    }

    /** What all destinations together could take at once of what waits for them in rows. */
    int pressure() {
        return pressure;
    }

    /** Nobody waits for a place any more. Returns those that did. */
    List<InFlight> leaveLines() {
        List<InFlight> all = new ArrayList<>();
        for (DestinationState state : states.values()) {
            all.addAll(state.line());
            state.line().clear();
        }
        return all;
    }

    /** Nanoseconds of the gate's own clock. */
    long now() {
        return around.nanos().getAsLong();
    }
}
