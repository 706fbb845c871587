package dev.sealpost.delivery;

import dev.sealpost.subscription.DestinationId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Remembers how an attempt ended, and lets the next of its lane start in its place. Guarded by the gate. */
final class FollowAttempt {

    private static final Logger LOG = LoggerFactory.getLogger(FollowAttempt.class);

    private final Gate.Admission admission;
    private final Lanes lanes;
    private final BreakerNews news;

    FollowAttempt(Gate.Admission admission, Lanes lanes, BreakerNews news) {
        this.admission = admission;
        this.lanes = lanes;
        this.news = news;
    }

    /** Gives those that can start now. */
    List<Gate.Started> ended(InFlight delivery, Impression impression) {
        DestinationId id = delivery.delivery().destination();
        Lane lane = lanes.find(id).orElseThrow(() -> new IllegalStateException("a delivery ended that never started"));
        delivery.end();
        lane.left(delivery.isOverdue());
        remember(lane, delivery, impression);
        Optional<Destination> destination = ask(id);
        switch (impression) {
            case Impression.Bad bad -> destination.ifPresent(known -> lanes.failed(id, lane, known.policy()));
            case Impression.Busy busy -> lane.restrain();
            case Impression.Good good -> {}
            case Impression.None none -> {}
        }
        lane.restraint()
                .ifPresent(restraint -> restrain(
                        restraint,
                        delivery,
                        impression,
                        destination.map(Places::concurrency).orElse(1)));
        lanes.weigh(lane);
        return destination
                .filter(known -> known.readiness() == Destination.Readiness.READY)
                .map(known -> startFromLine(known, lane))
                .orElse(List.of());
    }

    private static void remember(Lane lane, InFlight delivery, Impression impression) {
        long duration = delivery.running(System.nanoTime());
        switch (impression) {
            case Impression.Good good -> lane.remember(true, duration);
            case Impression.Bad bad -> lane.remember(false, duration);
            case Impression.Busy busy -> lane.remember(false, duration);
            case Impression.None none -> {}
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

    private void restrain(Restraint restraint, InFlight delivery, Impression impression, int concurrency) {
        DestinationId id = delivery.delivery().destination();
        long now = lanes.now();
        switch (restraint.ended(delivery, impression, concurrency, now)) {
            case NONE -> {}
            case OPENED, OPENED_AGAIN -> {
                long untilProbe = restraint.untilProbe(now);
                news.add(breakers -> breakers.opened(id, untilProbe));
            }
            case CLOSED -> news.add(breakers -> breakers.closed(id));
        }
    }

    private List<Gate.Started> startFromLine(Destination destination, Lane lane) {
        if (lane.line().isEmpty()) {
            return List.of();
        }
        int places = Places.running(destination, lane.pace());
        Optional<Restraint> restraint = lane.restraint();
        if (restraint.isPresent()) {
            long now = lanes.now();
            places = restraint.get().isShutToLines(now) ? 0 : restraint.get().limit(places);
        }
        List<Gate.Started> started = new ArrayList<>();
        while (!lane.line().isEmpty() && lane.running() < places) {
            InFlight next = lane.line().remove();
            lane.started();
            next.start();
            started.add(new Gate.Started(next, destination));
        }
        return started;
    }
}
