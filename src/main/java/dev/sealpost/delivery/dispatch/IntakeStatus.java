package dev.sealpost.delivery.dispatch;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** Status of the intake and what blocks it. Thread-safe. */
public final class IntakeStatus {

    /** Time without progress after which the intake counts as stalled. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Consecutive failures after which the intake counts as stalled at once. */
    private static final int MOST_FAILURES = 3;

    /** Longer than the five minutes within which the broker redelivers a stuck message, here or to another node. */
    private static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(10);

    private static final int MOST_STUCK = 1_000;

    private final LongSupplier nanos;
    private final Map<String, Progress> queues = new ConcurrentHashMap<>();
    private final Map<Long, Stuck> stuck = new ConcurrentHashMap<>();

    private record Progress(long progressedAt, int failures, String reason) {}

    private record Stuck(long since, long seenAt, String reason) {}

    /**
     * A stalled intake.
     *
     * @param messageId id of the blocking message, if known
     */
    public record Standstill(String reason, Duration since, Optional<Long> messageId) {}

    /** @param nanos monotonic clock */
    IntakeStatus(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** Records that a queue was read, even if it was empty. */
    void progressed(String queue) {
        queues.put(queue, new Progress(nanos.getAsLong(), 0, ""));
    }

    /** Records that a queue is not read for now, and why. */
    void waits(String queue, String reason) {
        queues.compute(
                queue,
                (name, known) -> known == null
                        ? new Progress(nanos.getAsLong(), 0, reason)
                        : new Progress(
                                known.progressedAt(),
                                known.failures(),
                                known.failures() == 0 ? reason : known.reason()));
    }

    void failed(String queue, String reason) {
        queues.compute(
                queue,
                (name, known) -> known == null
                        ? new Progress(nanos.getAsLong(), 1, reason)
                        : new Progress(known.progressedAt(), known.failures() + 1, reason));
    }

    /** Records a message that could be neither accepted nor parked and returns to the broker. */
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
     * Returns the queue or message without progress, if any.
     *
     * @param patience time without progress that is tolerated
     */
    public Optional<Standstill> standstill(Duration patience) {
        long now = nanos.getAsLong();
        return queues.entrySet().stream()
                .filter(each -> each.getValue().failures() >= MOST_FAILURES
                        || now - each.getValue().progressedAt() > patience.toNanos())
                .map(each -> new Standstill(
                        "the queue " + each.getKey() + " is not being read: "
                                + each.getValue().reason(),
                        Duration.ofNanos(now - each.getValue().progressedAt()),
                        Optional.empty()))
                .max(Comparator.comparing(Standstill::since))
                .or(() -> stuckMessages().stream()
                        .filter(each -> each.since().compareTo(patience) > 0)
                        .findFirst());
    }

    /** Returns the messages that could be neither accepted nor parked, oldest first. */
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
