package dev.sealpost.delivery;

/** Decides what becomes of one delivery that asks to be let in. Guarded by the gate. */
final class AdmitDelivery {

    private final Gate.Admission admission;
    private final Lanes lanes;
    private final Occupancy occupancy;

    AdmitDelivery(Gate.Admission admission, Lanes lanes, Occupancy occupancy) {
        this.admission = admission;
        this.lanes = lanes;
        this.occupancy = occupancy;
    }

    Verdict decide(InFlight delivery) {
        Destination destination = admission.destination(delivery.delivery().destination());
        return switch (destination.readiness()) {
            case READY -> letIn(delivery, destination);
            case DISABLED -> new Verdict.Defer("disabled");
            case PAUSED -> new Verdict.Defer("paused");
            case ROUTE_UNAVAILABLE -> new Verdict.Defer("route-unavailable");
            case GONE -> new Verdict.Cancel();
        };
    }

    private Verdict letIn(InFlight delivery, Destination destination) {
        Lane lane = lanes.of(delivery);
        boolean fresh = delivery.lease().isEmpty();
        Verdict verdict = fresh && admission.hasBacklog(delivery.delivery().destination())
                ? new Verdict.Defer("backlog")
                : findPlace(delivery, destination, lane);
        if (fresh && verdict instanceof Verdict.Defer) {
            lane.putOff();
        } else if (!fresh && !(verdict instanceof Verdict.Defer)) {
            lane.cameBack();
        }
        lanes.weigh(lane);
        return verdict;
    }

    private Verdict findPlace(InFlight delivery, Destination destination, Lane lane) {
        if (!occupancy.hasRoomFor(delivery.bytes())) {
            return occupancy.waitForPermit(delivery);
        }
        Pace pace = lane.pace();
        if (occupancy.left(pace) == 0) {
            return new Verdict.Defer("unsteady");
        }
        if (lane.running() < Places.running(destination, pace)) {
            occupancy.enter(delivery, pace);
            lane.started();
            delivery.start();
            return new Verdict.Go(destination);
        }
        if (lane.line().size() < Places.inLine(destination, pace)) {
            occupancy.enter(delivery, pace);
            lane.line().add(delivery);
            return new Verdict.Wait();
        }
        return new Verdict.Defer("in-flight-cap");
    }
}
