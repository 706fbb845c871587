package dev.sealpost.delivery.dispatch;

import dev.sealpost.broker.message.BrokerUnavailableException;
import dev.sealpost.broker.message.ReceivedMessage;
import dev.sealpost.delivery.gate.Gate;
import dev.sealpost.delivery.record.Entry;
import dev.sealpost.delivery.record.Recording;
import dev.sealpost.event.message.ReadMessage;
import dev.sealpost.event.message.Reading;
import dev.sealpost.node.Background;
import dev.sealpost.node.BackgroundWork;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pulls events from the queues of the broker while the gate has capacity, on one thread; the rest stays in the broker, on
 * disk.
 */
final class Intake {

    private static final Logger LOG = LoggerFactory.getLogger(Intake.class);
    private static final Duration WAIT = Duration.ofMillis(100);
    private static final Duration POLL_INTERVAL = Duration.ofMillis(1);

    private final Turns turns;
    private final Arrivals arrivals;
    private final ReadMessage reader;
    private final Gate gate;
    private final Recording recorder;
    private @Nullable BackgroundWork work;
    /** True after an arrival that was not ready yet. */
    private boolean looksAgainSoon;

    Intake(Turns turns, Arrivals arrivals, ReadMessage reader, Gate gate, Recording recorder) {
        this.turns = turns;
        this.arrivals = arrivals;
        this.reader = reader;
        this.gate = gate;
        this.recorder = recorder;
    }

    /** @throws BrokerUnavailableException when a queue cannot be read now */
    void start(Background background) {
        turns.open();
        work = background.every("intake", Duration.ZERO, this::step);
    }

    private void step() {
        turns.runTasks();
        if (!recorder.isAvailable()) {
            pause("the database does not answer");
        } else if (!gate.awaitRoom(WAIT.toNanos())) {
            pause("the limit of deliveries in flight is reached");
        } else {
            pull();
        }
    }

    private void pause(String reason) {
        turns.waits(reason);
        LockSupport.parkNanos(POLL_INTERVAL.toNanos());
    }

    /** Pulls one event, for which the gate has reserved capacity. */
    private void pull() {
        boolean pulled = false;
        try {
            Optional<Turns.Taken> taken = turns.take();
            if (taken.isEmpty()) {
                boolean isNew = arrivals.await(turns.areSignalled() && !looksAgainSoon ? WAIT : POLL_INTERVAL);
                taken = turns.take();
                looksAgainSoon = isNew && taken.isEmpty();
            }
            if (taken.isPresent()) {
                submit(taken.get());
                pulled = true;
            }
        } finally {
            if (!pulled) {
                gate.arrived(0);
            }
        }
    }

    /** Submits a message, or returns it to the broker if this node fails. */
    private void submit(Turns.Taken taken) {
        ReceivedMessage message = taken.message();
        try {
            recorder.submit(new Entry.Arrival(message, read(message)));
        } catch (RuntimeException | Error e) {
            message.giveBack();
            taken.reader().failed(e.toString());
            throw e;
        }
    }

    /**
     * Reads a message. An unreadable message is not an event and does not stop the intake; failures of this node are thrown.
     */
    private Reading read(ReceivedMessage message) {
        try {
            return reader.read(message);
        } catch (BrokerUnavailableException | UncheckedIOException ours) {
            throw ours;
        } catch (RuntimeException | StackOverflowError e) {
            LOG.error("intake.unreadable messageId={}", message.id(), e);
            return new Reading.NotUnderstood(
                    "the message cannot be read; the log entry intake.unreadable has the cause");
        }
    }

    /** Stops pulling and waits for the current step. */
    void stop() {
        if (work != null) {
            work.close(WAIT.multipliedBy(20));
        }
    }
}
