package dev.sealpost.delivery;

import dev.sealpost.broker.ReceivedMessage;
import dev.sealpost.delivery.Delivery.Turn;
import dev.sealpost.event.Event;
import dev.sealpost.event.ProducerStamp;
import dev.sealpost.subscription.DestinationId;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends each delivery through the gate: start it on a virtual thread, let it wait, or put it off. What comes of it goes to
 * the recorder.
 */
final class Dispatcher implements Arrival.Arrivals, LeasePage.Leases {

    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);
    private static final String STOPPING = "stopping";

    private final Gate gate;
    private final Recorder recorder;
    private final Backlog backlog;
    private final Parking parking;
    private final Clock clock;
    private final Unsettled unsettled = new Unsettled();

    Dispatcher(Gate gate, Recorder recorder, Backlog backlog, Parking parking, Clock clock) {
        this.gate = gate;
        this.recorder = recorder;
        this.backlog = backlog;
        this.parking = parking;
        this.clock = clock;
    }

    /** What only its event's message holds; to be asked on the recorder's thread. */
    ReadLedger.Held held() {
        return unsettled.held();
    }

    @Override
    public void accepted(Event event, List<DestinationId> destinations, ReceivedMessage message) {
        LOG.debug(
                "event.accepted eventId={} applicationId={} type={} destinations={}",
                event.id(),
                event.application(),
                event.type(),
                destinations.size());
        try {
            if (destinations.isEmpty()) {
                message.acknowledge();
            } else {
                EventHold hold = unsettled.hold(event.application(), message, destinations.size());
                for (DestinationId destination : destinations) {
                    admit(InFlight.fresh(new Delivery(event, destination, Turn.FIRST), hold));
                }
            }
        } finally {
            gate.arrived(destinations.size());
        }
    }

    @Override
    public void queued(List<DestinationId> destinations) {
        destinations.forEach(destination -> backlog.added(destination, clock.instant()));
    }

    @Override
    public void repeated(ReceivedMessage message) {
        try {
            message.acknowledge();
        } finally {
            gate.arrived(0);
        }
    }

    @Override
    public void notUnderstood(ReceivedMessage message, String reason) {
        try {
            parking.park(message, reason, this::parked);
        } finally {
            gate.arrived(0);
        }
    }

    private void parked(ReceivedMessage message) {
        try {
            ProducerStamp.of(message)
                    .ifPresent(stamp -> recorder.write(
                            sql -> SequenceNotes.note(sql, stamp, SequenceNotes.PARKED, clock.instant())));
        } catch (RuntimeException e) {
            LOG.warn("event.parked-unnoted messageId={} reason={}", message.id(), e.toString());
        }
        recorder.submit(new Acknowledgement(message));
    }

    @Override
    public void leased(DestinationId destination, List<InFlight> taken, OptionalLong nextDue) {
        backlog.looked(destination, nextDue);
        if (nextDue.isEmpty() && taken.isEmpty()) {
            gate.backlogEnded(destination);
        }
        gate.nextRow(destination, backlog.nanosUntil(nextDue));
        taken.forEach(this::admit);
    }

    private void admit(InFlight delivery) {
        Verdict verdict;
        try {
            verdict = gate.admit(delivery);
        } catch (RuntimeException | Error e) {
            // The gate has taken nothing in: it asks the destination first. Our fault, which waits longer each time.
            fault(delivery, e);
            return;
        }
        switch (verdict) {
            case Verdict.Go(Destination destination, long in) -> start(delivery, destination, in);
            case Verdict.Wait wait -> {}
            case Verdict.Defer(String reason, long in) -> putOff(delivery, reason, in);
            case Verdict.Cancel cancel -> record(delivery, new Result.Cancelled("destination deleted"));
            case Verdict.Expire expire -> record(delivery, new Result.Expired());
        }
    }

    private void start(InFlight delivery, Destination destination, long in) {
        Thread.ofVirtual().name("delivery").start(() -> {
            if (in > 0) {
                awaitTurn(in);
            }
            attempt(delivery, destination);
        });
    }

    /** Where attempts are throttled, each begins when its token is there and not in heaps at the scheduler's tick. */
    private static void awaitTurn(long nanos) {
        long begin = System.nanoTime();
        for (long left = nanos; left > 0; left = nanos - (System.nanoTime() - begin)) {
            LockSupport.parkNanos(left);
        }
    }

    private void attempt(InFlight inFlight, Destination destination) {
        Impression impression = new Impression.None();
        Result result;
        try {
            Attempted attempted = destination.attempt(inFlight.delivery());
            impression = Impression.of(attempted, clock.instant());
            result = new Result.Made(attempted);
            log(inFlight.delivery(), attempted);
        } catch (RuntimeException | Error e) {
            result = faulted(inFlight, e);
        }
        List<Gate.Started> next = List.of();
        try {
            next = gate.ended(inFlight, impression);
        } finally {
            record(inFlight, result);
        }
        next.forEach(started -> start(started.delivery(), started.destination(), 0));
    }

    private void fault(InFlight inFlight, Throwable cause) {
        record(inFlight, faulted(inFlight, cause));
    }

    private Result.Faulted faulted(InFlight inFlight, Throwable cause) {
        LOG.error(
                "delivery.fault eventId={} destinationId={} attempt={}",
                inFlight.delivery().event().id(),
                inFlight.delivery().destination(),
                inFlight.delivery().turn().number(),
                cause);
        return new Result.Faulted(StorableText.of(cause.toString(), StorableText.REASON), clock.instant());
    }

    private static void log(Delivery delivery, Attempted attempted) {
        String line = "delivery.attempted eventId={} applicationId={} destinationId={} attempt={} outcome={} reason={}"
                + " status={} millis={} next={} step={}";
        Object[] values = {
            delivery.event().id(),
            delivery.event().application(),
            delivery.destination(),
            delivery.turn().number(),
            attempted.outcome().word(),
            AttemptRows.reason(attempted.outcome()),
            attempted.answer().status().map(String::valueOf).orElse("-"),
            attempted.duration().toMillis(),
            attempted.next(),
            attempted
                    .answer()
                    .failedRun()
                    .map(run -> run.step().route() + "/" + run.step().id())
                    .orElse("-")
        };
        if (attempted.outcome() instanceof AttemptOutcome.Succeeded) {
            LOG.debug(line, values);
        } else {
            LOG.info(line, values);
        }
    }

    /** Puts a delivery off that holds no permit or will let go of it when this is recorded. */
    private void putOff(InFlight delivery, String reason, long in) {
        record(delivery, new Result.PutOff(reason, clock.instant().plusNanos(in)));
    }

    private void record(InFlight inFlight, Result result) {
        inFlight.finish(() -> recorder.submit(new Settlement(inFlight, result, this::settled, this::letGo)));
    }

    /** It cannot be recorded in any way. Its event goes back to the broker, or its row stays leased, so that it comes again. */
    private void letGo(InFlight inFlight) {
        LOG.error(
                "delivery.unrecordable eventId={} destinationId={}",
                inFlight.delivery().event().id(),
                inFlight.delivery().destination());
        try {
            inFlight.giveUp();
        } finally {
            leave(inFlight);
        }
    }

    /** On the recorder's thread, after the commit. */
    private void settled(Settlement settlement) {
        InFlight inFlight = settlement.inFlight();
        dueAt(settlement.result())
                .ifPresent(time -> backlog.added(inFlight.delivery().destination(), time));
        try {
            inFlight.release();
        } finally {
            leave(inFlight);
            inFlight.successor().ifPresent(request -> lookForNext(request, settlement.result()));
        }
    }

    /** Its permit is free, whatever became of its message. */
    private void leave(InFlight inFlight) {
        gate.settled(inFlight);
        gate.nextWaiting().forEach(this::admit);
    }

    /** After an attempt at the head the next one is asked for at once; otherwise the gate is asked first, at the next tick. */
    private void lookForNext(LeasePage.Request request, Result result) {
        backlog.added(request.destination(), clock.instant());
        if (result instanceof Result.Made(Attempted attempted) && !(attempted.next() instanceof NextStep.RetryAt)) {
            backlog.lookingAt(request.destination());
            recorder.submit(new LeasePage(request, this));
        }
    }

    private static Optional<Instant> dueAt(Result result) {
        return switch (result) {
            case Result.Made(Attempted attempted) ->
                attempted.next() instanceof NextStep.RetryAt(Instant time) ? Optional.of(time) : Optional.empty();
            case Result.PutOff putOff -> Optional.of(putOff.dueAt());
            case Result.Faulted faulted -> Optional.of(faulted.time());
            case Result.Cancelled cancelled -> Optional.empty();
            case Result.Expired expired -> Optional.empty();
        };
    }

    /** Gives slow deliveries a row of their own, and puts off those that have waited too long for a place. */
    void attendToOverdue() {
        Gate.Overdue overdue = gate.findOverdue(System.nanoTime());
        overdue.running().forEach(this::giveLease);
        overdue.notStarted().forEach(delivery -> putOff(delivery, "waited", 0));
    }

    /** Begins nothing any more, and puts off what has not begun. */
    void stopBeginning() {
        gate.close().forEach(delivery -> putOff(delivery, STOPPING, 0));
    }

    /**
     * Puts off what is still being attempted, as if it had not begun: it costs no attempt, and what comes of it now is not
     * recorded any more.
     */
    void putOffUnfinished() {
        gate.unfinished().forEach(delivery -> putOff(delivery, STOPPING, 0));
    }

    /** One that gets none stays unacknowledged until it is settled; the others get theirs. */
    private void giveLease(Gate.Started slow) {
        try {
            Lease lease = Lease.take(slow.destination().deadline(), clock.instant(), 0);
            slow.delivery().giveLease(lease, () -> recorder.submit(new LeasedRow(slow.delivery(), lease)));
        } catch (RuntimeException | StackOverflowError | LinkageError | AssertionError e) {
            LOG.warn(
                    "delivery.lease-failed destinationId={} reason={}",
                    slow.delivery().delivery().destination(),
                    e.toString());
        }
    }
}
