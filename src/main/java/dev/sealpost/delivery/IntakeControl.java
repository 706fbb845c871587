package dev.sealpost.delivery;

import dev.sealpost.broker.BrokerClient;
import dev.sealpost.broker.BrokerUnavailableException;
import dev.sealpost.broker.QueueHead;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** What an operator sees of the queues that events come from, and may take out of them while the node runs. */
public final class IntakeControl {

    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final BrokerClient broker;
    private final Parking parking;
    private final IntakeStatus status;
    private final Map<String, Reader> readers = new LinkedHashMap<>();

    private record Reader(EventQueue queue, Intake intake) {}

    /**
     * A queue of events.
     *
     * @param head the first message that is not given out to a node; empty: there is none, or the broker does not say
     */
    public record QueueView(String name, Optional<QueueHead> head) {}

    IntakeControl(BrokerClient broker, Parking parking, IntakeStatus status) {
        this.broker = broker;
        this.parking = parking;
        this.status = status;
    }

    /** Of the queues that the broker has, with the intake of each that is made. */
    synchronized List<Intake> open(Function<EventQueue, Intake> intakes) {
        for (String name : broker.eventQueues()) {
            EventQueue queue = new EventQueue(name, broker, parking, status);
            readers.put(name, new Reader(queue, intakes.apply(queue)));
        }
        return readers.values().stream().map(Reader::intake).toList();
    }

    public IntakeStatus status() {
        return status;
    }

    public synchronized List<QueueView> queues() {
        return readers.values().stream()
                .map(reader ->
                        new QueueView(reader.queue().name(), reader.queue().head()))
                .toList();
    }

    /**
     * Parks a message that is at the head of the queue or near it. False when it is not there.
     *
     * @throws BrokerUnavailableException when the broker does not answer
     */
    public boolean park(String queue, long messageId) {
        return find(queue)
                .map(reader -> run(reader, () -> reader.queue().park(messageId)))
                .orElse(false);
    }

    /** Deletes it for good; otherwise as {@link #park}. */
    public boolean delete(String queue, long messageId) {
        return find(queue)
                .map(reader -> run(reader, () -> reader.queue().delete(messageId)))
                .orElse(false);
    }

    private synchronized Optional<Reader> find(String queue) {
        return Optional.ofNullable(readers.get(queue));
    }

    private static boolean run(Reader reader, Callable<Boolean> step) {
        FutureTask<Boolean> task = new FutureTask<>(step);
        reader.intake().whileNotReading(task);
        try {
            return task.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BrokerUnavailableException("Interrupted while the queue was read", e);
        } catch (TimeoutException e) {
            task.cancel(false);
            throw new BrokerUnavailableException("The queue did not come to rest; try again", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        }
    }
}
