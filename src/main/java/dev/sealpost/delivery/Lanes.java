package dev.sealpost.delivery;

import dev.sealpost.endpoint.DeliveryPolicy;
import dev.sealpost.subscription.DestinationId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The destinations that the gate knows, and how much all of them ask the node to pull less. Guarded by the gate. */
final class Lanes {

    /** What is known of destinations beyond this number is forgotten while nothing of theirs is here. */
    private static final int MOST_LANES = 10_000;

    /** Rows of one destination that count, at most, when the node decides whether to pull more. */
    private static final int PRESSURE_OF_ONE = 64;

    private final Map<DestinationId, Lane> lanes = new HashMap<>();
    private final Gate.Admission admission;
    private final GateSurroundings around;
    private final BreakerNews news;
    private final long slowAfter;
    private int pressure;
    private int forgetAt = MOST_LANES;
    private long looks;

    /** @param slowAfter nanoseconds */
    Lanes(Gate.Admission admission, GateSurroundings around, BreakerNews news, long slowAfter) {
        this.admission = admission;
        this.around = around;
        this.news = news;
        this.slowAfter = slowAfter;
    }

    Lane of(DestinationId id) {
        Lane known = lanes.get(id);
        return known == null ? opened(id) : known;
    }

    private Lane opened(DestinationId id) {
        if (lanes.size() >= forgetAt) {
            long now = now();
            looks += lanes.size();
            lanes.values().removeIf(lane -> lane.isIdle(now));
            // Where all are busy, the next look over all of them waits until there are half as many more.
            forgetAt = Math.max(MOST_LANES, lanes.size() + lanes.size() / 2);
        }
        Lane lane = new Lane(slowAfter);
        lanes.put(id, lane);
        return lane;
    }

    /** For tests: how many lanes were looked at in order to forget some. */
    long looks() {
        return looks;
    }

    Lane of(InFlight delivery) {
        return of(delivery.delivery().destination());
    }

    /** Empty when nothing is known of the destination. */
    Optional<Lane> find(DestinationId id) {
        return Optional.ofNullable(lanes.get(id));
    }

    /** What holds this destination back, as its policy says now. Empty when only its places count. */
    Optional<Restraint> restraint(DestinationId id, Lane lane, DeliveryPolicy policy) {
        boolean isNeeded = Restraint.isNeeded(policy);
        if (lane.isFree() && !isNeeded) {
            return Optional.empty();
        }
        Restraint restraint = restrain(id, lane, policy);
        if (!isNeeded && restraint.isAtRest(now())) {
            lane.setFree();
            return Optional.empty();
        }
        return Optional.of(restraint);
    }

    /** An attempt has failed: from now on its breaker counts, where it has one. */
    void failed(DestinationId id, Lane lane, DeliveryPolicy policy) {
        if (Breaker.isNeeded(policy.breaker())) {
            restrain(id, lane, policy);
        }
    }

    private Restraint restrain(DestinationId id, Lane lane, DeliveryPolicy policy) {
        Restraint restraint = lane.restrain();
        boolean dropped =
                restraint.follow(policy, Math.max(1, around.liveNodes().getAsInt()), () -> promisedFor(id), now());
        if (dropped) {
            news.add(breakers -> breakers.closed(id));
        }
        return restraint;
    }

    /** So many of its rows have a new turn. */
    void retimed(DestinationId id, int rows) {
        find(id).flatMap(Lane::restraint).ifPresent(restraint -> restraint.retimed(promisedFor(id), rows, now()));
    }

    /** For how long, in nanoseconds, rows that were put off before this node started have their turn. */
    private long promisedFor(DestinationId id) {
        return Duration.between(around.clock().instant(), admission.throttledUntil(id))
                        .toMillis()
                * 1_000_000;
    }

    /** Something has changed in this lane. */
    void weigh(Lane lane) {
        boolean isHeld =
                lane.restraint().filter(restraint -> restraint.holdsBack(now())).isPresent();
        pressure += lane.pressureChange(isHeld ? 0 : PRESSURE_OF_ONE);
    }

    /** What all destinations together could take at once of what waits for them in rows. */
    int pressure() {
        return pressure;
    }

    /** Nobody waits for a place any more. Returns those that did. */
    List<InFlight> leaveLines() {
        List<InFlight> all = new ArrayList<>();
        for (Lane lane : lanes.values()) {
            all.addAll(lane.line());
            lane.line().clear();
        }
        return all;
    }

    /** Nanoseconds of the gate's own clock. */
    long now() {
        return around.nanos().getAsLong();
    }
}
