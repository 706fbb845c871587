package dev.sealpost.delivery.dispatch;

import dev.sealpost.broker.message.ReceivedMessage;
import dev.sealpost.delivery.Delivery;
import dev.sealpost.delivery.Delivery.AttemptKey;
import dev.sealpost.delivery.flight.EventHold;
import dev.sealpost.delivery.flight.HeldDeliveries;
import dev.sealpost.delivery.flight.HeldLeases;
import dev.sealpost.delivery.flight.InFlight;
import dev.sealpost.delivery.flight.Result;
import dev.sealpost.delivery.flight.Unsettled;
import dev.sealpost.delivery.record.Committed;
import dev.sealpost.delivery.record.Recorder;
import dev.sealpost.event.EventId;
import dev.sealpost.event.IngestWindow;
import dev.sealpost.node.FailureGuard;
import dev.sealpost.subscription.DestinationId;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Main loop of the node, on one thread: commits what has arrived, dispatches the deliveries that the transaction accepted or
 * leased, and acknowledges and releases those that it settled. Attempts run on their own threads; their results are the
 * recorder's next entries.
 */
public final class DeliveryLoop implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DeliveryLoop.class);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

    private final Recorder recorder;
    private final Dispatcher dispatcher;
    private final LeaseDueRows leaseDueRows;
    private final ParkNotUnderstood park;
    private final SweepExpired expiry;
    private final HeldLeases leases;
    private final IngestWindow window;
    private final Unsettled unsettled = new Unsettled();
    private final Thread thread = Thread.ofPlatform().name("sealpost-recorder").unstarted(this::run);

    DeliveryLoop(
            Recorder recorder,
            Dispatcher dispatcher,
            LeaseDueRows leaseDueRows,
            ParkNotUnderstood park,
            SweepExpired expiry,
            HeldLeases leases,
            IngestWindow window) {
        this.recorder = recorder;
        this.dispatcher = dispatcher;
        this.leaseDueRows = leaseDueRows;
        this.park = park;
        this.expiry = expiry;
        this.leases = leases;
        this.window = window;
    }

    void start() {
        thread.start();
    }

    private void run() {
        try {
            while (!recorder.isDone()) {
                recorder.commitNext().forEach(this::actSafely);
            }
            recorder.commitLast().forEach(this::actSafely);
        } catch (RuntimeException | Error e) {
            recorder.fail(e);
        }
    }

    /** Acts on a committed fact; a failure here does not undo the commit. */
    private void actSafely(Committed fact) {
        FailureGuard.run(
                () -> actOn(fact),
                e -> LOG.error(
                        "recorder.follow-up-failed entry={}", fact.getClass().getSimpleName(), e));
    }

    private void actOn(Committed fact) {
        switch (fact) {
            case Committed.Accepted accepted -> dispatch(accepted);
            case Committed.Repeated(EventId event, ReceivedMessage message) -> acknowledge(event, message);
            case Committed.NotUnderstood(ReceivedMessage message, String reason) -> park(message, reason);
            case Committed.Leased leased -> dispatch(leased);
            case Committed.RowWritten(InFlight delivery) -> {
                leases.add(delivery);
                delivery.release();
            }
            case Committed.Settled(InFlight delivery, Result result) -> settle(delivery, result);
            case Committed.Unrecordable(InFlight delivery) -> giveUp(delivery);
            case Committed.Expired(int rows) -> expiry.ended(rows);
            case Committed.Acknowledgeable(ReceivedMessage message) -> message.acknowledge();
        }
    }

    private void dispatch(Committed.Accepted accepted) {
        LOG.debug(
                "event.accepted eventId={} applicationId={} type={} destinations={}",
                accepted.event().id(),
                accepted.event().application(),
                accepted.event().type(),
                accepted.destinations().size());
        accepted.ordered().forEach(leaseDueRows::rowAdded);
        int deliveries = accepted.destinations().size();
        try {
            if (deliveries == 0) {
                window.leave(accepted.event().id());
                accepted.message().acknowledge();
            } else {
                EventHold hold = unsettled.hold(
                        accepted.event().application(),
                        accepted.message(),
                        deliveries,
                        () -> window.leave(accepted.event().id()));
                for (DestinationId destination : accepted.destinations()) {
                    dispatcher.admit(
                            InFlight.fresh(new Delivery(accepted.event(), destination, AttemptKey.FIRST), hold));
                }
            }
        } finally {
            dispatcher.arrived(deliveries);
        }
    }

    private void acknowledge(EventId event, ReceivedMessage message) {
        try {
            window.leave(event);
            message.acknowledge();
        } finally {
            dispatcher.arrived(0);
        }
    }

    private void park(ReceivedMessage message, String reason) {
        try {
            park.start(message, reason);
        } finally {
            dispatcher.arrived(0);
        }
    }

    private void dispatch(Committed.Leased leased) {
        leased.deliveries().forEach(leases::add);
        leaseDueRows.leased(leased);
        leased.deliveries().forEach(dispatcher::admit);
    }

    private void settle(InFlight delivery, Result result) {
        leases.remove(delivery);
        leaseDueRows.settled(delivery, result);
        try {
            delivery.release();
        } finally {
            dispatcher.leave(delivery);
            leaseDueRows.requestSuccessor(delivery, result);
        }
    }

    /** Returns the event to the broker, or leaves the row leased, so that the delivery is repeated. */
    private void giveUp(InFlight delivery) {
        LOG.error(
                "delivery.unrecordable eventId={} destinationId={}",
                delivery.delivery().event().id(),
                delivery.delivery().destination());
        leases.remove(delivery);
        try {
            delivery.giveUp();
        } finally {
            dispatcher.leave(delivery);
        }
    }

    /** Returns the deliveries without a row; call only on this loop's thread. */
    HeldDeliveries held() {
        return unsettled.held();
    }

    /** Commits the remaining entries and stops the thread. */
    @Override
    public void close() {
        recorder.close();
        if (!thread.isAlive()) {
            return;
        }
        try {
            thread.join(CLOSE_TIMEOUT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
