package dev.sealpost.delivery.dispatch;

import dev.sealpost.broker.guard.Shards;
import dev.sealpost.broker.message.BrokerUnavailableException;
import dev.sealpost.broker.message.ReceivedMessage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Decides which queue is read next: each in turn gives one message, and an empty one none.
 *
 * <p>Messages that a release without {@link Shards} left in a common queue come first, so that each application keeps its order
 * over the upgrade.
 */
final class Turns {

    private static final long LOOK_INTERVAL = Duration.ofMillis(100).toNanos();

    /** Looks at empty common queues after which nothing from before can be on its way any more. */
    private static final int LOOKS = 2;

    private final List<QueueReader> all;
    private final List<QueueReader> common;
    private final FairShare share;
    /** Position of the queue that was read last. */
    private int last;
    /** Messages of the common queues that come before those of the shards, at most. */
    private long earlier;

    private int emptyLooks;
    private long nextLook = System.nanoTime();
    /** True if a queue was passed over because of its share. No arrival ends that. */
    private boolean heldBack;

    /** Message, and the queue that it came from. */
    record Taken(QueueReader reader, ReceivedMessage message) {}

    Turns(List<QueueReader> readers, FairShare share) {
        this.all = List.copyOf(readers);
        this.common = readers.stream()
                .filter(reader -> !Shards.ALL.contains(reader.source().name()))
                .toList();
        this.share = share;
    }

    /** @throws BrokerUnavailableException when a queue cannot be read now */
    void open() {
        if (common.size() < all.size()) {
            earlier =
                    common.stream().mapToLong(reader -> reader.source().count()).sum();
        }
        all.forEach(QueueReader::open);
    }

    /** Runs the tasks that wait for a queue without unsettled messages. */
    void runTasks() {
        all.forEach(QueueReader::runTask);
    }

    /** Takes the next message; empty if none is ready. */
    Optional<Taken> take() {
        Optional<Taken> taken = takeFrom(current());
        if (earlier > 0) {
            earlier = taken.isPresent() ? earlier - 1 : earlierWithout();
        }
        return taken;
    }

    private List<QueueReader> current() {
        return earlier > 0 ? common : all;
    }

    private Optional<Taken> takeFrom(List<QueueReader> readers) {
        share.observe(readers);
        heldBack = false;
        for (int i = 0; i < readers.size(); i++) {
            last = (last + 1) % readers.size();
            QueueReader reader = readers.get(last);
            if (earlier == 0 && !share.allows(reader)) {
                heldBack = true;
                reader.waits("its applications hold their share of the deliveries in flight");
                continue;
            }
            Optional<ReceivedMessage> message = reader.take();
            if (message.isPresent()) {
                return Optional.of(new Taken(reader, message.get()));
            }
        }
        return Optional.empty();
    }

    /** Returns how many earlier messages may be left though none is ready. Others are scheduled, or were removed. */
    private long earlierWithout() {
        long now = System.nanoTime();
        if (now - nextLook < 0) {
            return earlier;
        }
        nextLook = now + LOOK_INTERVAL;
        emptyLooks = hasUndelivered() ? 0 : emptyLooks + 1;
        return emptyLooks < LOOKS ? earlier : 0;
    }

    private boolean hasUndelivered() {
        try {
            return common.stream().anyMatch(reader -> reader.source().hasUndelivered());
        } catch (BrokerUnavailableException e) {
            return true;
        }
    }

    /** Records that nothing is read for now, and why. */
    void waits(String reason) {
        current().forEach(reader -> reader.waits(reason));
    }

    /** Returns whether a message that can be taken wakes the intake when it arrives; otherwise look again soon. */
    boolean areSignalled() {
        return earlier == 0 && !heldBack && all.stream().allMatch(QueueReader::isSignalled);
    }
}
