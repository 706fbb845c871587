package dev.sealpost.delivery.dispatch;

import dev.sealpost.broker.BrokerUnavailableException;
import dev.sealpost.broker.ConsumerEndedException;
import dev.sealpost.broker.ReceivedMessage;
import dev.sealpost.delivery.gate.Gate;
import dev.sealpost.delivery.record.Arrival;
import dev.sealpost.delivery.record.Recording;
import dev.sealpost.event.ReadMessage;
import dev.sealpost.event.Reading;
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
 * Pulls events from the broker while there is room for them; what is not pulled stays there, on disk.
 *
 * <p>A message that the broker cannot give out ends the consumer each time it is next. Then messages are asked for one by one, and
 * those before it are settled, until it is the first of its queue; and the first of the queue is set aside.
 */
final class Intake {

    private static final Logger LOG = LoggerFactory.getLogger(Intake.class);
    private static final Duration WAIT = Duration.ofMillis(100);
    private static final Duration DRAIN = Duration.ofSeconds(2);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    /** Messages that came one by one, after which they are read ahead again. */
    private static final int ENOUGH = 500;

    private final Source source;
    private final ReadMessage reader;
    private final Gate gate;
    private final Recording recorder;
    private final BlockingQueue<FutureTask<?>> tasks = new LinkedBlockingQueue<>();
    private @Nullable Queue queue;
    private @Nullable BackgroundWork work;

    private boolean oneByOne;
    /** Whether the queue as it is open now has given a message; the one at which it ends is the first only if not. */
    private boolean hasGiven;
    /** Messages that came since all before them were settled. */
    private int unsettled;
    /** After so many, those have to be settled before the next is asked for; 0: never. */
    private int settleAfter;

    /** The queue of a broker. */
    interface Source {

        /**
         * Opens it; asked again when one has ended.
         *
         * @param oneByOne whether it gives no message before it is asked for
         * @throws BrokerUnavailableException when it cannot be read now
         */
        Queue open(boolean oneByOne);

        /** Parks what the broker says of the first message, and takes that out of the queue. */
        void setHeadAside();

        /** Where it is told how it goes. */
        IntakeStatus status();

        String name();
    }

    /** Where events wait. */
    interface Queue {

        /**
         * The next one, or none within the time.
         *
         * @throws ConsumerEndedException when the broker cannot give out the next one
         * @throws BrokerUnavailableException when the broker is gone
         */
        Optional<ReceivedMessage> receive(Duration wait);

        /** Whether all that it gave is settled, or waits to go back. */
        default boolean isDrained() {
            return true;
        }

        /** It was of no use any more. */
        default void close() {}
    }

    Intake(Source source, ReadMessage reader, Gate gate, Recording recorder) {
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
                waits("the database does not answer");
            } else if (!gate.awaitRoom(WAIT.toNanos())) {
                waits("as many deliveries are under way as may be");
            } else {
                pull();
            }
        } catch (ConsumerEndedException e) {
            ended(e);
        } catch (BrokerUnavailableException e) {
            LOG.error("intake.waits reason={}", e.getMessage());
            source.status().failed(source.name(), String.valueOf(e.getMessage()));
            discard();
            LockSupport.parkNanos(PAUSE.toNanos());
        } catch (RuntimeException e) {
            source.status().failed(source.name(), e.toString());
            throw e;
        }
    }

    private void waits(String reason) {
        source.status().waits(source.name(), reason);
        LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
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
            open = source.open(oneByOne);
            queue = open;
            hasGiven = false;
            LOG.info("intake.resumed queue={} oneByOne={}", source.name(), oneByOne);
        }
        return open;
    }

    /** There is room for one event. */
    private void pull() {
        boolean pulled = false;
        try {
            Queue open = queue();
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
                hasGiven = true;
                unsettled++;
                submit(message.get());
                pulled = true;
            }
            if (oneByOne && settleAfter == 0 && (message.isEmpty() || unsettled >= ENOUGH)) {
                readAhead(open);
            }
        } finally {
            if (!pulled) {
                gate.arrived(0);
            }
        }
    }

    /** What cannot be recorded for a fault of ours comes again, rather than waiting unacknowledged for the end of this node. */
    private void submit(ReceivedMessage message) {
        try {
            recorder.submit(new Arrival(message, read(message)));
        } catch (RuntimeException | Error e) {
            message.giveBack();
            throw e;
        }
    }

    private void readAhead(Queue open) {
        if (isDrained(open)) {
            oneByOne = false;
            unsettled = 0;
            discard();
        }
    }

    private static boolean isDrained(Queue open) {
        long start = System.nanoTime();
        while (!open.isDrained()) {
            if (System.nanoTime() - start > DRAIN.toNanos()) {
                return false;
            }
            LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
        }
        return true;
    }

    /** Whatever a producer sends: what cannot be read is no event, and does not end the reading. Faults of ours are thrown. */
    private Reading read(ReceivedMessage message) {
        try {
            return reader.read(message);
        } catch (BrokerUnavailableException | UncheckedIOException ours) {
            throw ours;
        } catch (RuntimeException | StackOverflowError e) {
            LOG.error("intake.unreadable messageId={}", message.id(), e);
            return new Reading.NotUnderstood("it cannot be read; the log line intake.unreadable has the cause");
        }
    }

    private void ended(ConsumerEndedException e) {
        source.status().failed(source.name(), String.valueOf(e.getMessage()));
        discard();
        if (!oneByOne) {
            LOG.warn("intake.one-by-one queue={} reason={}", source.name(), e.getMessage());
            oneByOne = true;
            settleAfter = 0;
        } else if (hasGiven) {
            // The acknowledgement of the last one may have been lost with the reading: then that is the first again.
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
            LOG.error("intake.head-stays queue={} reason={}", source.name(), e.toString());
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

    /** Has the step done while the broker has given out nothing to this node. */
    void whileNotReading(FutureTask<?> step) {
        tasks.add(step);
    }

    /** Returns when nothing more is pulled. */
    void stop() {
        if (work != null) {
            work.close(WAIT.multipliedBy(20));
        }
    }
}
