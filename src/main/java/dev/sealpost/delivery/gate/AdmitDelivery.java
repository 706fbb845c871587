package dev.sealpost.delivery.gate;

import dev.sealpost.delivery.Destination;
import dev.sealpost.delivery.DestinationLookup;
import dev.sealpost.delivery.flight.InFlight;
import java.time.Instant;
import java.util.Optional;

/** Decides whether one delivery is admitted. Guarded by the gate. */
final class AdmitDelivery {

    private final DestinationLookup destinations;
    private final GateEnvironment environment;
    private final DestinationStates states;
    private final AdmittedDeliveries admitted;

    AdmitDelivery(
            DestinationLookup destinations,
            GateEnvironment environment,
            DestinationStates states,
            AdmittedDeliveries admitted) {
        this.destinations = destinations;
        this.environment = environment;
        this.states = states;
        this.admitted = admitted;
    }

    AdmissionDecision decide(InFlight delivery) {
        Optional<Instant> expiry = delivery.delivery().event().expiresAt();
        // The expired deliveries of a batch were left out when it was leased.
        if (expiry.isPresent()
                && delivery.batch().isEmpty()
                && !expiry.get().isAfter(environment.clock().instant())) {
            return new AdmissionDecision.Expire();
        }
        Destination destination = destinations.destination(delivery.delivery().destination());
        return switch (destination.readiness()) {
            case READY -> {
                if (isOutOfOrder(delivery, destination)) {
                    yield new AdmissionDecision.Defer("ordered");
                }
                yield isWronglyBatched(delivery, destination)
                        ? new AdmissionDecision.Defer("batch")
                        : letIn(delivery, destination);
            }
            case DISABLED -> deferUnready(delivery, "disabled");
            case PAUSED -> deferUnready(delivery, "paused");
            case ROUTE_UNAVAILABLE -> deferUnready(delivery, "route-unavailable");
            case SECRET_UNREADABLE -> deferUnready(delivery, "secret-unreadable");
            case BROKEN -> deferUnready(delivery, "endpoint-broken");
            case GONE -> new AdmissionDecision.Cancel();
        };
    }

    /**
     * Returns whether a fresh delivery belongs to an ordered destination: it needs a row for its sequence number. The
     * destination became ordered while the delivery was on its way.
     */
    private static boolean isOutOfOrder(InFlight delivery, Destination destination) {
        return delivery.lease().isEmpty() && destination.policy().isOrdered();
    }

    /** Returns whether the destination began or ceased to take batches while the delivery or batch was on its way. */
    private static boolean isWronglyBatched(InFlight delivery, Destination destination) {
        return delivery.batch().isPresent() != destination.batching().isPresent();
    }

    private AdmissionDecision deferUnready(InFlight delivery, String reason) {
        states.find(delivery.delivery().destination()).ifPresent(DestinationState::becameUnready);
        return new AdmissionDecision.Defer(reason);
    }

    private AdmissionDecision letIn(InFlight delivery, Destination destination) {
        DestinationState state = states.of(delivery);
        boolean fresh = delivery.lease().isEmpty();
        Optional<FlowControl> flowControl =
                states.flowControl(delivery.delivery().destination(), state, destination.policy());
        AdmissionDecision decision = flowControl.isPresent()
                ? controlled(delivery, destination, state, flowControl.get())
                : unrestricted(delivery, destination, state);
        if (fresh && decision instanceof AdmissionDecision.Defer) {
            state.deferred();
        } else if (!fresh && !(decision instanceof AdmissionDecision.Defer)) {
            state.returned();
        }
        states.updatePressure(state);
        return decision;
    }

    private AdmissionDecision unrestricted(InFlight delivery, Destination destination, DestinationState state) {
        DestinationHealth health = state.health();
        int queued = ConcurrencyLimits.queued(destination, health);
        if (!delivery.isFromRow() && state.isKnownAsQuick()) {
            queued = Math.max(queued, admitted.queueOfQuick());
        } else if (isBehindBacklog(delivery)
                && state.busy() >= ConcurrencyLimits.freshBesideBacklog(destination, health)) {
            return new AdmissionDecision.Defer("backlog");
        }
        return admitWithin(
                delivery, destination, state, new Limits(ConcurrencyLimits.running(destination, health), queued));
    }

    private AdmissionDecision controlled(
            InFlight delivery, Destination destination, DestinationState state, FlowControl flowControl) {
        long now = states.now();
        Optional<AdmissionDecision.Defer> rejection = flowControl.rejection(now);
        if (rejection.isPresent()) {
            return rejection.get();
        }
        boolean fresh = delivery.lease().isEmpty();
        AdmissionDecision decision;
        if (isBehindBacklog(delivery)) {
            decision = new AdmissionDecision.Defer("backlog");
        } else if (!flowControl.hasToken(fresh, now)) {
            decision = new AdmissionDecision.Defer("throttled");
        } else {
            DestinationHealth health = state.health();
            int queueLimit = flowControl.isRestricting(now) ? 0 : ConcurrencyLimits.queued(destination, health);
            decision = admitWithin(
                    delivery,
                    destination,
                    state,
                    new Limits(flowControl.limit(ConcurrencyLimits.running(destination, health)), queueLimit));
        }
        return switch (decision) {
            case AdmissionDecision.Go go ->
                new AdmissionDecision.Go(destination, flowControl.start(delivery, fresh, now));
            case AdmissionDecision.Defer defer ->
                new AdmissionDecision.Defer(defer.reason(), flowControl.delayOfRow(fresh, now));
            case AdmissionDecision.Wait wait -> wait;
            case AdmissionDecision.Cancel cancel -> cancel;
            case AdmissionDecision.Expire expire -> expire;
        };
    }

    /** Returns whether there is room in the queue. That of a quick destination has room for rows beside what is fresh. */
    private static boolean mayQueue(InFlight delivery, DestinationState state, Limits limits) {
        boolean isBesideFresh = delivery.isFromRow() && limits.queued() > 0 && state.isKnownAsQuick();
        return isBesideFresh ? state.fromRows() < limits.running() + limits.queued() : state.queued() < limits.queued();
    }

    private boolean isBehindBacklog(InFlight delivery) {
        return delivery.lease().isEmpty()
                && destinations.hasBacklog(delivery.delivery().destination());
    }

    /** Limits of a destination: running and queued deliveries. */
    private record Limits(int running, int queued) {}

    private AdmissionDecision admitWithin(
            InFlight delivery, Destination destination, DestinationState state, Limits limits) {
        if (!state.isQuick()) {
            delivery.stopWaiting();
        }
        if (!admitted.hasRoomFor(delivery.bytes())) {
            return admitted.waitForPermit(delivery);
        }
        DestinationHealth health = state.health();
        if (admitted.available(health) == 0) {
            return new AdmissionDecision.Defer("unsteady");
        }
        if (state.running() < limits.running()) {
            admitted.enter(delivery, health);
            state.start(delivery);
            return new AdmissionDecision.Go(destination, 0);
        }
        if (mayQueue(delivery, state, limits)) {
            admitted.enter(delivery, health);
            state.enqueue(delivery);
            return new AdmissionDecision.Wait();
        }
        return new AdmissionDecision.Defer("in-flight-cap");
    }
}
