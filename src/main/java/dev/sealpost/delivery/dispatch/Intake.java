package dev.sealpost.delivery.dispatch;

import dev.sealpost.broker.message.BrokerUnavailableException;
import dev.sealpost.broker.message.ConsumerEndedException;
import dev.sealpost.broker.message.OpenQueue;
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
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pulls events from the broker while the gate has capacity; the rest stays in the broker, on disk.
 *
 * <p>A message that the broker cannot deliver closes the consumer each time it is next. The intake then consumes messages one
 * by one and settles those before it, until the bad message is the head of the queue, and moves the head to the dead letter
 * address.
 */
final class Intake {

    private static final Logger LOG = LoggerFactory.getLogger(Intake.class);
    private static final Duration WAIT = Duration.ofMillis(100);
    private static final Duration DRAIN = Duration.ofSeconds(2);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    /** Messages consumed one by one before prefetching resumes. */
    private static final int ONE_BY_ONE_LIMIT = 500;

    private final QueueSource source;
    private final ReadMessage reader;
    private final Gate gate;
    private final Recording recorder;
    private final BlockingQueue<FutureTask<?>> tasks = new LinkedBlockingQueue<>();
    private @Nullable OpenQueue queue;
    private @Nullable BackgroundWork work;

    private boolean oneByOne;
    /** True if the current consumer has delivered a message; only otherwise is the bad message the head. */
    private boolean hasDelivered;
    /** Messages received since all earlier ones were settled. */
    private int unsettled;
    /** Number of messages after which all must be settled before the next is requested; 0: never. */
    private int settleAfter;

    /** A queue of the broker. */
    interface QueueSource {

        /**
         * Opens a consumer; called again after a consumer was closed.
         *
         * @param oneByOne whether to disable prefetching
         * @throws BrokerUnavailableException when the queue cannot be read now
         */
        OpenQueue open(boolean oneByOne);

        /** Moves the head of the queue to the dead letter address and parks a description of it. */
        void setHeadAside();

        /** Returns the status to report to. */
        IntakeStatus status();

        String name();
    }

    Intake(QueueSource source, ReadMessage reader, Gate gate, Recording recorder) {
        this.source = source;
        this.reader = reader;
        this.gate = gate;
        this.recorder = recorder;
    }

    /** @throws BrokerUnavailableException when the queue cannot be read now */
    void start(Background background) {
        queue = source.open(oneByOne);
        work = background.every("intake-" + source.name(), Duration.ZERO, this::step);
    }

    private void step() {
        try {
            runTasks();
            if (!recorder.isAvailable()) {
                pause("the database does not answer");
            } else if (!gate.awaitRoom(WAIT.toNanos())) {
                pause("the limit of deliveries in flight is reached");
            } else {
                pull();
            }
        } catch (ConsumerEndedException e) {
            ended(e);
        } catch (BrokerUnavailableException e) {
            LOG.error("intake.broker-unavailable reason={}", e.getMessage());
            source.status().failed(source.name(), String.valueOf(e.getMessage()));
            discard();
            LockSupport.parkNanos(PAUSE.toNanos());
        } catch (RuntimeException e) {
            source.status().failed(source.name(), e.toString());
            throw e;
        }
    }

    private void pause(String reason) {
        source.status().waits(source.name(), reason);
        LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
    }

    /** Closes the consumer; the broker redelivers prefetched messages, here or to another node. */
    private void discard() {
        if (queue != null) {
            queue.close();
            queue = null;
        }
    }

    private OpenQueue queue() {
        OpenQueue open = queue;
        if (open == null) {
            open = source.open(oneByOne);
            queue = open;
            hasDelivered = false;
            LOG.info("intake.resumed queue={} oneByOne={}", source.name(), oneByOne);
        }
        return open;
    }

    /** Pulls one event, for which the gate has reserved capacity. */
    private void pull() {
        boolean pulled = false;
        try {
            OpenQueue open = queue();
            if (settleAfter > 0 && unsettled >= settleAfter) {
                if (!isDrained(open)) {
                    return;
                }
                unsettled = 0;
                settleAfter = 0;
            }
            Optional<ReceivedMessage> message = open.receive(WAIT);
            source.status().progressed(source.name());
            if (message.isPresent()) {
                hasDelivered = true;
                unsettled++;
                submit(message.get());
                pulled = true;
            }
            if (oneByOne && settleAfter == 0 && (message.isEmpty() || unsettled >= ONE_BY_ONE_LIMIT)) {
                readAhead(open);
            }
        } finally {
            if (!pulled) {
                gate.arrived(0);
            }
        }
    }

    /** Submits a message, or returns it to the broker if this node fails. */
    private void submit(ReceivedMessage message) {
        try {
            recorder.submit(new Entry.Arrival(message, read(message)));
        } catch (RuntimeException | Error e) {
            message.giveBack();
            throw e;
        }
    }

    private void readAhead(OpenQueue open) {
        if (isDrained(open)) {
            oneByOne = false;
            unsettled = 0;
            discard();
        }
    }

    private static boolean isDrained(OpenQueue open) {
        long start = System.nanoTime();
        while (!open.isDrained()) {
            if (System.nanoTime() - start > DRAIN.toNanos()) {
                return false;
            }
            LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
        }
        return true;
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

    private void ended(ConsumerEndedException e) {
        source.status().failed(source.name(), String.valueOf(e.getMessage()));
        discard();
        if (!oneByOne) {
            LOG.warn("intake.one-by-one queue={} reason={}", source.name(), e.getMessage());
            oneByOne = true;
            settleAfter = 0;
        } else if (hasDelivered) {
            // The acknowledgement of the last message may be lost, which makes it the head again.
            settleAfter = Math.max(1, unsettled);
        } else {
            setHeadAside();
        }
        unsettled = 0;
    }

    private void setHeadAside() {
        oneByOne = false;
        try {
            source.setHeadAside();
        } catch (RuntimeException e) {
            LOG.error("intake.head-removal-failed queue={} reason={}", source.name(), e.toString());
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    private void runTasks() {
        FutureTask<?> task = tasks.poll();
        if (task == null) {
            return;
        }
        if (queue != null) {
            isDrained(queue);
        }
        discard();
        task.run();
    }

    /** Runs a task while this node has no unsettled messages of the queue. */
    void whileNotReading(FutureTask<?> step) {
        tasks.add(step);
    }

    /** Stops pulling and waits for the current step. */
    void stop() {
        if (work != null) {
            work.close(WAIT.multipliedBy(20));
        }
    }
}
