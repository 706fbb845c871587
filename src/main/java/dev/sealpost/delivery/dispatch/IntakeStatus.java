package dev.sealpost.delivery.dispatch;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** Whether events are taken from the broker, and what is in the way when they are not. Threads may share it. */
public final class IntakeStatus {

    /** How long nothing may be taken before that counts as standing still. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Failures in a row that count at once. */
    private static final int MOST_FAILURES = 3;

    /** A message that could not be set aside comes again within five minutes, here or at another node. */
    private static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(10);

    private static final int MOST_STUCK = 1_000;

    private final LongSupplier nanos;
    private final Map<String, Reading> queues = new ConcurrentHashMap<>();
    private final Map<Long, Stuck> stuck = new ConcurrentHashMap<>();

    private record Reading(long progressedAt, int failures, String reason) {}

    private record Stuck(long since, long seenAt, String reason) {}

    /**
     * Intake stands still.
     *
     * @param messageId of the message in the way, where it is known
     */
    public record Standstill(String reason, Duration since, Optional<Long> messageId) {}

    /** @param nanos a clock that only goes forward */
    IntakeStatus(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** The queue was read, whether there was something in it or not. */
    void progressed(String queue) {
        queues.put(queue, new Reading(nanos.getAsLong(), 0, ""));
    }

    /** There is no reading now: no room, or nowhere to record. */
    void waits(String queue, String reason) {
        queues.compute(
                queue,
                (name, known) -> known == null
                        ? new Reading(nanos.getAsLong(), 0, reason)
                        : new Reading(
                                known.progressedAt(),
                                known.failures(),
                                known.failures() == 0 ? reason : known.reason()));
    }

    void failed(String queue, String reason) {
        queues.compute(
                queue,
                (name, known) -> known == null
                        ? new Reading(nanos.getAsLong(), 1, reason)
                        : new Reading(known.progressedAt(), known.failures() + 1, reason));
    }

    /** A message could neither be taken nor set aside, and goes back to the broker. */
    void stuck(long messageId, String reason) {
        long now = nanos.getAsLong();
        forget(now);
        if (stuck.size() < MOST_STUCK || stuck.containsKey(messageId)) {
            stuck.compute(messageId, (id, known) -> new Stuck(known == null ? now : known.since(), now, reason));
        }
    }

    void freed(long messageId) {
        stuck.remove(messageId);
    }

    private void forget(long now) {
        stuck.values().removeIf(each -> now - each.seenAt() > FORGOTTEN_AFTER.toNanos());
    }

    public Optional<Standstill> standstill() {
        return standstill(PATIENCE);
    }

    /**
     * The queue that makes no progress, if there is one.
     *
     * @param patience for how long it may last before it counts
     */
    public Optional<Standstill> standstill(Duration patience) {
        long now = nanos.getAsLong();
        return queues.entrySet().stream()
                .filter(each -> each.getValue().failures() >= MOST_FAILURES
                        || now - each.getValue().progressedAt() > patience.toNanos())
                .map(each -> new Standstill(
                        "the queue " + each.getKey() + " is not read: "
                                + each.getValue().reason(),
                        Duration.ofNanos(now - each.getValue().progressedAt()),
                        Optional.empty()))
                .max(Comparator.comparing(Standstill::since))
                .or(() -> stuckMessages().stream()
                        .filter(each -> each.since().compareTo(patience) > 0)
                        .findFirst());
    }

    /** Messages that could neither be taken nor set aside, the oldest first. */
    public List<Standstill> stuckMessages() {
        long now = nanos.getAsLong();
        forget(now);
        return stuck.entrySet().stream()
                .map(each -> new Standstill(
                        each.getValue().reason(),
                        Duration.ofNanos(now - each.getValue().since()),
                        Optional.of(each.getKey())))
                .sorted(Comparator.comparing(Standstill::since).reversed())
                .toList();
    }
}
