package dev.sealpost.delivery.gate;

import dev.sealpost.delivery.Destination;
import dev.sealpost.delivery.DestinationLookup;
import dev.sealpost.delivery.flight.InFlight;
import java.time.Instant;
import java.util.Optional;

/** Decides what becomes of one delivery that asks to be let in. Guarded by the gate. */
final class AdmitDelivery {

    private final DestinationLookup admission;
    private final GateEnvironment around;
    private final DestinationStates states;
    private final AdmittedDeliveries admitted;

    AdmitDelivery(
            DestinationLookup admission,
            GateEnvironment around,
            DestinationStates states,
            AdmittedDeliveries admitted) {
        this.admission = admission;
        this.around = around;
        this.states = states;
        this.admitted = admitted;
    }

    AdmissionDecision decide(InFlight delivery) {
        Optional<Instant> expiry = delivery.delivery().event().expiresAt();
        if (expiry.isPresent() && !expiry.get().isAfter(around.clock().instant())) {
            return new AdmissionDecision.Expire();
        }
        Destination destination = admission.destination(delivery.delivery().destination());
        return switch (destination.readiness()) {
            case READY ->
                isOutOfOrder(delivery, destination)
                        ? new AdmissionDecision.Defer("ordered")
                        : letIn(delivery, destination);
            case DISABLED -> shutOut(delivery, "disabled");
            case PAUSED -> shutOut(delivery, "paused");
            case ROUTE_UNAVAILABLE -> shutOut(delivery, "route-unavailable");
            case SECRET_UNREADABLE -> shutOut(delivery, "secret-unreadable");
            case BROKEN -> shutOut(delivery, "endpoint-broken");
            case GONE -> new AdmissionDecision.Cancel();
        };
    }

    /** What has not come from its row has no place in the order; it became ordered while it was on its way. */
    private static boolean isOutOfOrder(InFlight delivery, Destination destination) {
        return delivery.lease().isEmpty() && destination.policy().isOrdered();
    }

    private AdmissionDecision shutOut(InFlight delivery, String reason) {
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
                : free(delivery, destination, state);
        if (fresh && decision instanceof AdmissionDecision.Defer) {
            state.putOff();
        } else if (!fresh && !(decision instanceof AdmissionDecision.Defer)) {
            state.cameBack();
        }
        states.weigh(state);
        return decision;
    }

    private AdmissionDecision free(InFlight delivery, Destination destination, DestinationState state) {
        DestinationHealth health = state.health();
        if (isBehindBacklog(delivery) && state.busy() >= ConcurrencyLimits.besideBacklog(destination, health)) {
            return new AdmissionDecision.Defer("backlog");
        }
        return findPlace(
                delivery,
                destination,
                state,
                new Room(
                        ConcurrencyLimits.running(destination, health), ConcurrencyLimits.inLine(destination, health)));
    }

    private AdmissionDecision controlled(
            InFlight delivery, Destination destination, DestinationState state, FlowControl flowControl) {
        long now = states.now();
        Optional<AdmissionDecision.Defer> shut = flowControl.shut(now);
        if (shut.isPresent()) {
            return shut.get();
        }
        boolean fresh = delivery.lease().isEmpty();
        AdmissionDecision decision;
        if (isBehindBacklog(delivery)) {
            decision = new AdmissionDecision.Defer("backlog");
        } else if (!flowControl.hasToken(fresh, now)) {
            decision = new AdmissionDecision.Defer("throttled");
        } else {
            DestinationHealth health = state.health();
            int line = flowControl.holdsBack(now) ? 0 : ConcurrencyLimits.inLine(destination, health);
            decision = findPlace(
                    delivery,
                    destination,
                    state,
                    new Room(flowControl.limit(ConcurrencyLimits.running(destination, health)), line));
        }
        return switch (decision) {
            case AdmissionDecision.Go go ->
                new AdmissionDecision.Go(destination, flowControl.start(delivery, fresh, now));
            case AdmissionDecision.Defer defer ->
                new AdmissionDecision.Defer(defer.reason(), flowControl.putOff(fresh, now));
            case AdmissionDecision.Wait wait -> wait;
            case AdmissionDecision.Cancel cancel -> cancel;
            case AdmissionDecision.Expire expire -> expire;
        };
    }

    private boolean isBehindBacklog(InFlight delivery) {
        return delivery.lease().isEmpty()
                && admission.hasBacklog(delivery.delivery().destination());
    }

    /** How many of a destination may run, and wait in line for that. */
    private record Room(int running, int inLine) {}

    private AdmissionDecision findPlace(InFlight delivery, Destination destination, DestinationState state, Room room) {
        if (!admitted.hasRoomFor(delivery.bytes())) {
            return admitted.waitForPermit(delivery);
        }
        DestinationHealth health = state.health();
        if (admitted.left(health) == 0) {
            return new AdmissionDecision.Defer("unsteady");
        }
        if (state.running() < room.running()) {
            admitted.enter(delivery, health);
            state.started();
            delivery.start();
            return new AdmissionDecision.Go(destination, 0);
        }
        if (state.line().size() < room.inLine()) {
            admitted.enter(delivery, health);
            state.line().add(delivery);
            return new AdmissionDecision.Wait();
        }
        return new AdmissionDecision.Defer("in-flight-cap");
    }
}
