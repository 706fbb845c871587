package dev.sealpost.delivery.dispatch;

import dev.sealpost.broker.BrokerClient;
import dev.sealpost.broker.message.BrokerUnavailableException;
import dev.sealpost.node.Background;
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

/** Event queues of the broker, each with the intake that reads it. */
final class BrokerEventQueues implements EventQueues {

    private static final Duration TIMEOUT = Duration.ofSeconds(15);

    private final BrokerClient broker;
    private final Parking parking;
    private final IntakeStatus status;
    private final Function<EventQueue, Intake> intakes;
    private final Background background;
    private final Map<String, Reader> readers = new LinkedHashMap<>();

    private record Reader(EventQueue queue, Intake intake) {}

    /** @param intakes factory for the intake of a queue */
    BrokerEventQueues(
            BrokerClient broker,
            Parking parking,
            IntakeStatus status,
            Function<EventQueue, Intake> intakes,
            Background background) {
        this.broker = broker;
        this.parking = parking;
        this.status = status;
        this.intakes = intakes;
        this.background = background;
    }

    /** Starts an intake for each queue of the broker. */
    synchronized void start() {
        for (String name : broker.eventQueues()) {
            EventQueue queue = new EventQueue(name, broker, parking, status);
            readers.put(name, new Reader(queue, intakes.apply(queue)));
        }
        readers.values().forEach(reader -> reader.intake().start(background));
    }

    /** Stops all intakes and waits for them. */
    synchronized void stop() {
        readers.values().forEach(reader -> reader.intake().stop());
    }

    @Override
    public IntakeStatus status() {
        return status;
    }

    @Override
    public synchronized List<QueueView> queues() {
        return readers.values().stream()
                .map(reader ->
                        new QueueView(reader.queue().name(), reader.queue().head()))
                .toList();
    }

    @Override
    public boolean park(String queue, long messageId) {
        return find(queue)
                .map(reader -> run(reader, () -> reader.queue().park(messageId)))
                .orElse(false);
    }

    @Override
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
            return task.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BrokerUnavailableException("Interrupted while the queue was read", e);
        } catch (TimeoutException e) {
            task.cancel(false);
            throw new BrokerUnavailableException("The queue still has unacknowledged messages; retry", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        }
    }
}
