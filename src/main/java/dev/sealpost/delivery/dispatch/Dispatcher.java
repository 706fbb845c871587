package dev.sealpost.delivery.dispatch;

import dev.sealpost.delivery.AttemptOutcome;
import dev.sealpost.delivery.Attempted;
import dev.sealpost.delivery.Delivery;
import dev.sealpost.delivery.DeliveryBatch;
import dev.sealpost.delivery.Destination;
import dev.sealpost.delivery.StorableText;
import dev.sealpost.delivery.flight.InFlight;
import dev.sealpost.delivery.flight.Lease;
import dev.sealpost.delivery.flight.Result;
import dev.sealpost.delivery.gate.AdmissionDecision;
import dev.sealpost.delivery.gate.AttemptSignal;
import dev.sealpost.delivery.gate.Gate;
import dev.sealpost.delivery.record.AttemptRows;
import dev.sealpost.delivery.record.Entry;
import dev.sealpost.delivery.record.Recording;
import dev.sealpost.node.FailureGuard;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Passes each delivery through the gate: starts it on a virtual thread, lets it wait, or defers it. Submits the results to
 * the recorder.
 */
@Component
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

    /** Records how many deliveries a pulled event produced. */
    void arrived(int deliveries) {
        gate.arrived(deliveries);
    }

    /** Executes the gate's decision about a delivery. */
    void admit(InFlight delivery) {
        AdmissionDecision decision;
        try {
            decision = gate.admit(delivery);
        } catch (RuntimeException | Error e) {
            // The destination lookup failed before the gate took a permit; faults back off exponentially.
            fault(delivery, e);
            return;
        }
        switch (decision) {
            case AdmissionDecision.Go(Destination destination, long in) -> start(delivery, destination, in);
            case AdmissionDecision.Wait wait -> {}
            case AdmissionDecision.Defer(String reason, long in) -> defer(delivery, reason, in);
            case AdmissionDecision.Cancel cancel -> record(delivery, new Result.Cancelled("destination deleted"));
            case AdmissionDecision.Expire expire -> record(delivery, new Result.Expired());
        }
    }

    private void start(InFlight delivery, Destination destination, long in) {
        Thread.ofVirtual().name("delivery").start(() -> {
            if (in > 0) {
                awaitToken(in);
            }
            attempt(delivery, destination);
        });
    }

    /** Waits for the token of a rate limiter, so that throttled attempts do not start in bursts at the scheduler's tick. */
    private static void awaitToken(long nanos) {
        long begin = System.nanoTime();
        for (long left = nanos; left > 0; left = nanos - (System.nanoTime() - begin)) {
            LockSupport.parkNanos(left);
        }
    }

    private void attempt(InFlight inFlight, Destination destination) {
        AttemptSignal signal = new AttemptSignal.None();
        Result result;
        try {
            Attempted attempted = attempted(inFlight, destination);
            signal = AttemptSignal.of(attempted, inFlight.batch(), clock.instant());
            result = new Result.Made(attempted);
            log(inFlight, attempted);
        } catch (RuntimeException | Error e) {
            result = faulted(inFlight, e);
        }
        List<Gate.Started> next = List.of();
        try {
            next = gate.ended(inFlight, signal);
        } finally {
            record(inFlight, result);
            inFlight.stopWaiting();
        }
        next.forEach(started -> start(started.delivery(), started.destination(), 0));
    }

    private static Attempted attempted(InFlight inFlight, Destination destination) {
        Optional<DeliveryBatch> batch = inFlight.batch();
        return batch.isPresent() ? destination.attempt(batch.get()) : destination.attempt(inFlight.delivery());
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

    private static void log(InFlight inFlight, Attempted attempted) {
        Delivery delivery = inFlight.delivery();
        boolean succeeded = attempted.outcome() instanceof AttemptOutcome.Succeeded;
        if (succeeded && !LOG.isDebugEnabled()) {
            return;
        }
        String format =
                "delivery.attempted eventId={} applicationId={} destinationId={} attempt={} outcome={} reason={}"
                        + " status={} millis={} next={} step={} batchId={} events={}";
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
                    .orElse("-"),
            inFlight.batch().map(batch -> batch.key().id()).orElse("-"),
            inFlight.batch().map(DeliveryBatch::size).orElse(1)
        };
        if (succeeded) {
            LOG.debug(format, values);
        } else {
            LOG.info(format, values);
        }
    }

    /** Defers a delivery without a permit, or whose permit is released once this is recorded. */
    private void defer(InFlight delivery, String reason, long in) {
        record(delivery, new Result.Deferred(reason, clock.instant().plusNanos(in)));
    }

    private void record(InFlight inFlight, Result result) {
        inFlight.finish(() -> recorder.submit(new Entry.Settlement(inFlight, result)));
    }

    /** Releases the permit of a delivery and admits waiting ones. */
    void leave(InFlight inFlight) {
        gate.settled(inFlight);
        gate.nextWaiting().forEach(this::admit);
    }

    /** Leases a row for each slow delivery, and defers those queued for too long. */
    void handleOverdue() {
        Gate.Overdue overdue = gate.findOverdue(System.nanoTime());
        overdue.running().forEach(this::giveLease);
        overdue.notStarted().forEach(delivery -> defer(delivery, "waited", 0));
    }

    /** Closes the gate and defers deliveries not yet started. */
    void closeGate() {
        gate.close().forEach(delivery -> defer(delivery, STOPPING, 0));
    }

    /** Defers running attempts as if they had not started: no attempt is counted, and later results are discarded. */
    void deferUnfinished() {
        gate.unfinished().forEach(delivery -> defer(delivery, STOPPING, 0));
    }

    /** Leases a row for a slow delivery. On failure its event stays unacknowledged until it is settled. */
    private void giveLease(Gate.Started slow) {
        FailureGuard.run(
                () -> {
                    Lease lease = Lease.take(slow.destination().deadline(), clock.instant(), 0);
                    slow.delivery()
                            .giveLease(lease, () -> recorder.submit(new Entry.LeasedRow(slow.delivery(), lease)));
                },
                e -> LOG.warn(
                        "delivery.lease-failed destinationId={} reason={}",
                        slow.delivery().delivery().destination(),
                        e.toString()));
    }
}
