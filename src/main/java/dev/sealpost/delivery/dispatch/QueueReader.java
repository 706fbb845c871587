package dev.sealpost.delivery.dispatch;

import dev.sealpost.broker.message.BrokerUnavailableException;
import dev.sealpost.broker.message.ConsumerEndedException;
import dev.sealpost.broker.message.OpenQueue;
import dev.sealpost.broker.message.ReceivedMessage;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads one queue of the broker, on the thread of the intake. Except in recovery it never waits, so that one queue does not
 * hold the others up.
 *
 * <p>A message that the broker cannot deliver closes the consumer each time it is next. The reader then consumes messages one
 * by one and settles those before it, until the bad message is the head of the queue, and moves the head to the dead letter
 * address.
 */
final class QueueReader {

    private static final Logger LOG = LoggerFactory.getLogger(QueueReader.class);
    private static final Duration DRAIN = Duration.ofSeconds(2);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    /** Longest wait for a message that is requested without prefetching. */
    private static final Duration ONE_BY_ONE_WAIT = Duration.ofMillis(100);
    /** Messages consumed one by one before prefetching resumes. */
    private static final int ONE_BY_ONE_LIMIT = 500;

    private final QueueSource source;
    private final Arrivals arrivals;
    private final ProgressReport progress;
    private final BlockingQueue<FutureTask<?>> tasks = new LinkedBlockingQueue<>();
    private @Nullable OpenQueue queue;
    private boolean isSignalled;
    private long resumesAt = System.nanoTime();

    private boolean oneByOne;
    /** True if the current consumer has delivered a message; only otherwise is the bad message the head. */
    private boolean hasDelivered;
    /** Messages received since all earlier ones were settled. */
    private int unsettled;
    /** Number of messages after which all must be settled before the next is requested; 0: never. */
    private int settleAfter;
    /** Since when all received messages are to be settled before something else is done; 0: they are not. */
    private long drainsSince;

    QueueReader(QueueSource source, Arrivals arrivals) {
        this.source = source;
        this.arrivals = arrivals;
        this.progress = new ProgressReport(source.name(), source.status());
    }

    QueueSource source() {
        return source;
    }

    /** @throws BrokerUnavailableException when the queue cannot be read now */
    void open() {
        OpenQueue open = source.open(oneByOne);
        isSignalled = open.whenArrived(arrivals::add);
        queue = open;
        hasDelivered = false;
    }

    /** Takes the next message, if one is ready, and recovers from failures of the broker. */
    Optional<ReceivedMessage> take() {
        if (System.nanoTime() - resumesAt < 0) {
            return Optional.empty();
        }
        try {
            return !tasks.isEmpty() || isSettling() ? Optional.empty() : receive(current());
        } catch (ConsumerEndedException e) {
            ended(e);
        } catch (BrokerUnavailableException e) {
            LOG.error("intake.broker-unavailable reason={}", e.getMessage());
            progress.failed(String.valueOf(e.getMessage()));
            discard();
            resumesAt = System.nanoTime() + PAUSE.toNanos();
        } catch (RuntimeException e) {
            progress.failed(e.toString());
            throw e;
        }
        return Optional.empty();
    }

    private OpenQueue current() {
        if (queue == null) {
            open();
            LOG.info("intake.resumed queue={} oneByOne={}", source.name(), oneByOne);
        }
        return Objects.requireNonNull(queue);
    }

    /** Returns whether received messages have to be settled before the next one. */
    private boolean isSettling() {
        if (settleAfter == 0 || unsettled < settleAfter) {
            return false;
        }
        if (isDrained()) {
            unsettled = 0;
            settleAfter = 0;
        }
        return settleAfter > 0;
    }

    private Optional<ReceivedMessage> receive(OpenQueue open) {
        if (oneByOne && settleAfter == 0 && unsettled >= ONE_BY_ONE_LIMIT) {
            readAhead();
            return Optional.empty();
        }
        if (!oneByOne && !open.isReady()) {
            progress.made();
            return Optional.empty();
        }
        Optional<ReceivedMessage> message = open.receive(oneByOne ? ONE_BY_ONE_WAIT : Duration.ZERO);
        progress.made();
        if (message.isPresent()) {
            hasDelivered = true;
            unsettled++;
        } else if (oneByOne && settleAfter == 0) {
            readAhead();
        }
        return message;
    }

    /** Resumes prefetching once everything received is settled. */
    private void readAhead() {
        if (isDrained()) {
            oneByOne = false;
            unsettled = 0;
            drainsSince = 0;
            discard();
        } else if (hasDrainedTooLong()) {
            unsettled = 0;
            drainsSince = 0;
        }
    }

    private boolean isDrained() {
        return queue == null || queue.isDrained();
    }

    private boolean hasDrainedTooLong() {
        long now = System.nanoTime();
        if (drainsSince == 0) {
            drainsSince = now;
        }
        return now - drainsSince > DRAIN.toNanos();
    }

    private void ended(ConsumerEndedException e) {
        progress.failed(String.valueOf(e.getMessage()));
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
            resumesAt = System.nanoTime() + PAUSE.toNanos();
        }
    }

    /** Closes the consumer; the broker redelivers prefetched messages, here or to another node. */
    private void discard() {
        if (queue != null) {
            queue.close();
            queue = null;
        }
    }

    /** Records that the queue is not read for now. */
    void waits(String reason) {
        progress.waits(reason);
    }

    void failed(String reason) {
        progress.failed(reason);
    }

    /** Counts the messages of the queue that this node has received and not settled. */
    int outstanding() {
        return queue == null ? 0 : queue.outstanding();
    }

    /** Returns whether a message that arrives wakes the intake; otherwise the reader has to be asked often. */
    boolean isSignalled() {
        return isSignalled && !oneByOne && settleAfter == 0 && tasks.isEmpty();
    }

    /** Runs the next waiting task once everything received is settled; until then nothing is received. */
    void runTask() {
        FutureTask<?> task = tasks.peek();
        if (task != null && (isDrained() || hasDrainedTooLong())) {
            drainsSince = 0;
            discard();
            tasks.remove();
            task.run();
        }
    }

    /** Runs a task while this node has no unsettled messages of the queue. */
    void whileNotReading(FutureTask<?> step) {
        tasks.add(step);
        arrivals.add();
    }
}
