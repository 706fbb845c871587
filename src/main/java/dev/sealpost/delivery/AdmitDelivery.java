package dev.sealpost.delivery;

import java.time.Instant;
import java.util.Optional;

/** Decides what becomes of one delivery that asks to be let in. Guarded by the gate. */
final class AdmitDelivery {

    private final Gate.Admission admission;
    private final GateSurroundings around;
    private final Lanes lanes;
    private final Occupancy occupancy;

    AdmitDelivery(Gate.Admission admission, GateSurroundings around, Lanes lanes, Occupancy occupancy) {
        this.admission = admission;
        this.around = around;
        this.lanes = lanes;
        this.occupancy = occupancy;
    }

    Verdict decide(InFlight delivery) {
        Optional<Instant> expiry = delivery.delivery().event().expiresAt();
        if (expiry.isPresent() && !expiry.get().isAfter(around.clock().instant())) {
            return new Verdict.Expire();
        }
        Destination destination = admission.destination(delivery.delivery().destination());
        return switch (destination.readiness()) {
            case READY ->
                isOutOfOrder(delivery, destination) ? new Verdict.Defer("ordered") : letIn(delivery, destination);
            case DISABLED -> shutOut(delivery, "disabled");
            case PAUSED -> shutOut(delivery, "paused");
            case ROUTE_UNAVAILABLE -> shutOut(delivery, "route-unavailable");
            case SECRET_UNREADABLE -> shutOut(delivery, "secret-unreadable");
            case BROKEN -> shutOut(delivery, "endpoint-broken");
            case GONE -> new Verdict.Cancel();
        };
    }

    /** What has not come from its row has no place in the order; it became ordered while it was on its way. */
    private static boolean isOutOfOrder(InFlight delivery, Destination destination) {
        return delivery.lease().isEmpty() && destination.policy().isOrdered();
    }

    private Verdict shutOut(InFlight delivery, String reason) {
        lanes.find(delivery.delivery().destination()).ifPresent(Lane::becameUnready);
        return new Verdict.Defer(reason);
    }

    private Verdict letIn(InFlight delivery, Destination destination) {
        Lane lane = lanes.of(delivery);
        boolean fresh = delivery.lease().isEmpty();
        Optional<Restraint> restraint = lanes.restraint(delivery.delivery().destination(), lane, destination.policy());
        Verdict verdict = restraint.isPresent()
                ? restrained(delivery, destination, lane, restraint.get())
                : free(delivery, destination, lane);
        if (fresh && verdict instanceof Verdict.Defer) {
            lane.putOff();
        } else if (!fresh && !(verdict instanceof Verdict.Defer)) {
            lane.cameBack();
        }
        lanes.weigh(lane);
        return verdict;
    }

    private Verdict free(InFlight delivery, Destination destination, Lane lane) {
        Pace pace = lane.pace();
        if (isBehindBacklog(delivery) && lane.busy() >= Places.besideBacklog(destination, pace)) {
            return new Verdict.Defer("backlog");
        }
        return findPlace(
                delivery,
                destination,
                lane,
                new Room(Places.running(destination, pace), Places.inLine(destination, pace)));
    }

    private Verdict restrained(InFlight delivery, Destination destination, Lane lane, Restraint restraint) {
        long now = lanes.now();
        Optional<Verdict.Defer> shut = restraint.shut(now);
        if (shut.isPresent()) {
            return shut.get();
        }
        boolean fresh = delivery.lease().isEmpty();
        Verdict verdict;
        if (isBehindBacklog(delivery)) {
            verdict = new Verdict.Defer("backlog");
        } else if (!restraint.hasToken(fresh, now)) {
            verdict = new Verdict.Defer("throttled");
        } else {
            Pace pace = lane.pace();
            int line = restraint.holdsBack(now) ? 0 : Places.inLine(destination, pace);
            verdict = findPlace(
                    delivery, destination, lane, new Room(restraint.limit(Places.running(destination, pace)), line));
        }
        return switch (verdict) {
            case Verdict.Go go -> new Verdict.Go(destination, restraint.start(delivery, fresh, now));
            case Verdict.Defer defer -> new Verdict.Defer(defer.reason(), restraint.putOff(fresh, now));
            case Verdict.Wait wait -> wait;
            case Verdict.Cancel cancel -> cancel;
            case Verdict.Expire expire -> expire;
        };
    }

    private boolean isBehindBacklog(InFlight delivery) {
        return delivery.lease().isEmpty()
                && admission.hasBacklog(delivery.delivery().destination());
    }

    /** How many of a destination may run, and wait in line for that. */
    private record Room(int running, int inLine) {}

    private Verdict findPlace(InFlight delivery, Destination destination, Lane lane, Room room) {
        if (!occupancy.hasRoomFor(delivery.bytes())) {
            return occupancy.waitForPermit(delivery);
        }
        Pace pace = lane.pace();
        if (occupancy.left(pace) == 0) {
            return new Verdict.Defer("unsteady");
        }
        if (lane.running() < room.running()) {
            occupancy.enter(delivery, pace);
            lane.started();
            delivery.start();
            return new Verdict.Go(destination, 0);
        }
        if (lane.line().size() < room.inLine()) {
            occupancy.enter(delivery, pace);
            lane.line().add(delivery);
            return new Verdict.Wait();
        }
        return new Verdict.Defer("in-flight-cap");
    }
}
