package dev.sealpost.delivery;

import dev.sealpost.broker.BrokerUnavailableException;
import dev.sealpost.broker.ReceivedMessage;
import dev.sealpost.event.ReadMessage;
import dev.sealpost.home.Background;
import dev.sealpost.home.BackgroundWork;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Pulls events from the broker while there is room for them; what is not pulled stays there, on disk. */
final class Intake {

    private static final Logger LOG = LoggerFactory.getLogger(Intake.class);
    private static final Duration WAIT = Duration.ofMillis(100);

    private final Supplier<? extends Queue> queues;
    private final ReadMessage reader;
    private final Gate gate;
    private final Recording recorder;
    private final Arrival.Arrivals arrivals;
    private @Nullable Queue queue;
    private @Nullable BackgroundWork work;

    /** Where events wait. */
    interface Queue {

        /**
         * The next one, or none within the time.
         *
         * @throws BrokerUnavailableException when the broker is gone
         */
        Optional<ReceivedMessage> receive(Duration wait);

        /** It was of no use any more. */
        default void close() {}
    }

    /** @param queues opens the queue, or throws {@link BrokerUnavailableException}; asked again when one has ended */
    Intake(
            Supplier<? extends Queue> queues,
            ReadMessage reader,
            Gate gate,
            Recording recorder,
            Arrival.Arrivals arrivals) {
        this.queues = queues;
        this.reader = reader;
        this.gate = gate;
        this.recorder = recorder;
        this.arrivals = arrivals;
    }

    /** @throws BrokerUnavailableException when the queue cannot be read now */
    void start(Background background, String name) {
        queue = queues.get();
        work = background.every(name, Duration.ZERO, this::step);
    }

    private void step() {
        try {
            if (recorder.isAvailable() && gate.awaitRoom(WAIT.toNanos())) {
                pull();
            } else {
                LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
            }
        } catch (BrokerUnavailableException e) {
            LOG.error("intake.waits reason={}", e.getMessage());
            discard();
            LockSupport.parkNanos(Duration.ofSeconds(1).toNanos());
        }
    }

    /** What the broker gave out ahead goes with it, and comes again, here or at another node. */
    private void discard() {
        if (queue != null) {
            queue.close();
            queue = null;
        }
    }

    private Queue queue() {
        Queue open = queue;
        if (open == null) {
            open = queues.get();
            queue = open;
            LOG.info("intake.resumed");
        }
        return open;
    }

    /** There is room for one event. */
    private void pull() {
        boolean pulled = false;
        try {
            Optional<ReceivedMessage> message = queue().receive(WAIT);
            if (message.isPresent()) {
                submit(message.get());
                pulled = true;
            }
        } finally {
            if (!pulled) {
                gate.arrived(0);
            }
        }
    }

    /** What cannot be read for a fault of ours comes again, rather than waiting unacknowledged for the end of this node. */
    private void submit(ReceivedMessage message) {
        try {
            recorder.submit(new Arrival(message, reader.read(message), arrivals));
        } catch (RuntimeException | Error e) {
            message.giveBack();
            throw e;
        }
    }

    /** Returns when nothing more is pulled. */
    void stop() {
        if (work != null) {
            work.close(WAIT.multipliedBy(20));
        }
    }
}
