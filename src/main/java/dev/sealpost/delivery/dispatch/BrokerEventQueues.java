package dev.sealpost.delivery.dispatch;

import dev.sealpost.broker.BrokerClient;
import dev.sealpost.broker.guard.Addresses;
import dev.sealpost.broker.guard.Shards;
import dev.sealpost.broker.message.BrokerUnavailableException;
import dev.sealpost.node.Background;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Event queues of the broker, each with its reader, and the intake that they take turns at. */
final class BrokerEventQueues implements EventQueues {

    private static final Duration TIMEOUT = Duration.ofSeconds(15);

    private final BrokerClient broker;
    private final Parking parking;
    private final IntakeStatus status;
    private final MakeIntake makeIntake;
    private final Background background;
    private final Map<String, Member> members = new LinkedHashMap<>();
    private @Nullable Intake intake;

    private record Member(EventQueue queue, QueueReader reader) {}

    /** Makes the intake that reads these queues. */
    interface MakeIntake {
        Intake of(List<QueueReader> readers, Arrivals arrivals);
    }

    BrokerEventQueues(
            BrokerClient broker, Parking parking, IntakeStatus status, MakeIntake makeIntake, Background background) {
        this.broker = broker;
        this.parking = parking;
        this.status = status;
        this.makeIntake = makeIntake;
        this.background = background;
    }

    /** Starts the intake of all queues of the broker. */
    synchronized void start() {
        Arrivals arrivals = new Arrivals();
        for (String name : broker.eventQueues()) {
            EventQueue queue = new EventQueue(name, broker, parking, status);
            members.put(name, new Member(queue, new QueueReader(queue, arrivals)));
        }
        intake = makeIntake.of(members.values().stream().map(Member::reader).toList(), arrivals);
        intake.start(background);
    }

    /** Stops the intake and waits for it. */
    synchronized void stop() {
        if (intake != null) {
            intake.stop();
        }
    }

    @Override
    public IntakeStatus status() {
        return status;
    }

    @Override
    public synchronized List<QueueView> queues() {
        return members.values().stream()
                .map(member ->
                        new QueueView(member.queue().name(), member.queue().head()))
                .filter(view -> view.head().isPresent() || !Shards.ALL.contains(view.name()))
                .toList();
    }

    @Override
    public boolean park(String queue, long messageId) {
        return runUntilFound(queue, found -> found.park(messageId));
    }

    @Override
    public boolean delete(String queue, long messageId) {
        return runUntilFound(queue, found -> found.delete(messageId));
    }

    /** Runs a step on the queues of this name, which all stop being read at once; returns whether one had the message. */
    private boolean runUntilFound(String name, Predicate<EventQueue> step) {
        AtomicBoolean found = new AtomicBoolean();
        List<FutureTask<Boolean>> tasks = new ArrayList<>();
        for (Member member : named(name)) {
            FutureTask<Boolean> task = new FutureTask<>(() -> {
                if (!found.get() && step.test(member.queue())) {
                    found.set(true);
                }
                return found.get();
            });
            tasks.add(task);
            member.reader().whileNotReading(task);
        }
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        try {
            return tasks.stream().map(task -> await(task, deadline)).anyMatch(Boolean::booleanValue);
        } finally {
            tasks.forEach(task -> task.cancel(false));
        }
    }

    private synchronized List<Member> named(String name) {
        return members.entrySet().stream()
                .filter(each -> each.getKey().equals(name)
                        || (name.equals(Addresses.EVENTS) && Shards.ALL.contains(each.getKey())))
                .map(Map.Entry::getValue)
                .toList();
    }

    private static boolean await(FutureTask<Boolean> task, long deadline) {
        try {
            return task.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BrokerUnavailableException("Interrupted while the queue was read", e);
        } catch (TimeoutException e) {
            throw new BrokerUnavailableException("The queue still has unacknowledged messages; retry", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        }
    }
}
