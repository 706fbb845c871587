package dev.sealpost.delivery.dispatch;

import dev.sealpost.delivery.AttemptOutcome;
import dev.sealpost.delivery.Attempted;
import dev.sealpost.delivery.Delivery;
import dev.sealpost.delivery.Destination;
import dev.sealpost.delivery.StorableText;
import dev.sealpost.delivery.flight.InFlight;
import dev.sealpost.delivery.flight.Lease;
import dev.sealpost.delivery.flight.Result;
import dev.sealpost.delivery.gate.AdmissionDecision;
import dev.sealpost.delivery.gate.AttemptSignal;
import dev.sealpost.delivery.gate.Gate;
import dev.sealpost.delivery.record.AttemptRows;
import dev.sealpost.delivery.record.LeasedRow;
import dev.sealpost.delivery.record.Recording;
import dev.sealpost.delivery.record.Settlement;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends each delivery through the gate: start it on a virtual thread, let it wait, or put it off. What comes of it goes to
 * the recorder.
 */
final class Dispatcher {

    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);
    private static final String STOPPING = "stopping";

    private final Gate gate;
    private final Recording recorder;
    private final Clock clock;

    Dispatcher(Gate gate, Recording recorder, Clock clock) {
        this.gate = gate;
        this.recorder = recorder;
        this.clock = clock;
    }

    /** The event that was pulled last has become so many deliveries. */
    void arrived(int deliveries) {
        gate.arrived(deliveries);
    }

    /** Asks the gate for a delivery, and does what it decides. */
    void admit(InFlight delivery) {
        AdmissionDecision decision;
        try {
            decision = gate.admit(delivery);
        } catch (RuntimeException | Error e) {
            // The gate has taken nothing in: it asks the destination first. Our fault, which waits longer each time.
            fault(delivery, e);
            return;
        }
        switch (decision) {
            case AdmissionDecision.Go(Destination destination, long in) -> start(delivery, destination, in);
            case AdmissionDecision.Wait wait -> {}
            case AdmissionDecision.Defer(String reason, long in) -> putOff(delivery, reason, in);
            case AdmissionDecision.Cancel cancel -> record(delivery, new Result.Cancelled("destination deleted"));
            case AdmissionDecision.Expire expire -> record(delivery, new Result.Expired());
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
        AttemptSignal signal = new AttemptSignal.None();
        Result result;
        try {
            Attempted attempted = destination.attempt(inFlight.delivery());
            signal = AttemptSignal.of(attempted, clock.instant());
            result = new Result.Made(attempted);
            log(inFlight.delivery(), attempted);
        } catch (RuntimeException | Error e) {
            result = faulted(inFlight, e);
        }
        List<Gate.Started> next = List.of();
        try {
            next = gate.ended(inFlight, signal);
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
                inFlight.delivery().attemptKey().number(),
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
            delivery.attemptKey().number(),
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
        inFlight.finish(() -> recorder.submit(new Settlement(inFlight, result)));
    }

    /** The permit of a delivery is free: others may come in. */
    void leave(InFlight inFlight) {
        gate.settled(inFlight);
        gate.nextWaiting().forEach(this::admit);
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
