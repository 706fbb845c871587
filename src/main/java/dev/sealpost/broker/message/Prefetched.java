package dev.sealpost.broker.message;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.api.core.ICoreMessage;
import org.apache.activemq.artemis.core.server.MessageReference;
import org.apache.activemq.artemis.core.server.ServerConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Messages that the embedded broker has handed over and that are not received yet. Each uses credits, which bound the
 * number and the bytes of them: the broker hands over while some are left, and gets them back as messages are received.
 * One thread receives.
 */
final class Prefetched implements EmbeddedSession.Listener {

    /** Credits that a message uses at least, one a byte, so that the number of small messages is bounded too. */
    private static final int LEAST = 512;

    private static final int HALF = 2;

    /** Number with which a consumer loses all credits. */
    private static final int TAKE_ALL = 0;

    private final BrokerAccess.Prefetch prefetch;
    private final LinkedBlockingQueue<Delivered> messages = new LinkedBlockingQueue<>();
    private volatile Runnable whenArrived = () -> {};
    private volatile boolean consumerEnded;
    private int used;
    private boolean requested;

    /** @param message empty to wake the receiver */
    private record Delivered(Optional<ICoreMessage> message, int credits) {}

    Prefetched(BrokerAccess.Prefetch prefetch) {
        this.prefetch = prefetch;
    }

    int firstCredits() {
        return switch (prefetch) {
            case WINDOW -> BrokerAccess.CONSUMER_WINDOW;
            case NONE -> 0;
        };
    }

    /** Converts the message here, so that one that cannot be converted ends the consumer, as it does over a connection. */
    @Override
    public int delivered(MessageReference reference) {
        ICoreMessage message = reference.getMessage().toCore();
        int credits =
                switch (prefetch) {
                    case WINDOW -> Math.max(LEAST, message.getEncodeSize());
                    case NONE -> 1;
                };
        add(new Delivered(Optional.of(message), credits));
        return credits;
    }

    @Override
    public void consumerEnded() {
        consumerEnded = true;
        wake();
    }

    @Override
    public void sessionEnded() {
        wake();
    }

    private void wake() {
        add(new Delivered(Optional.empty(), 0));
    }

    private void add(Delivered next) {
        messages.add(next);
        whenArrived.run();
    }

    /** Sets the action to run when a message arrives, or the consumer or its session ends. */
    void whenArrived(Runnable action) {
        whenArrived = action;
    }

    /** Returns whether something waits to be taken, or the broker waits for credits. */
    boolean isReady() {
        return !messages.isEmpty() || areCreditsDue();
    }

    private boolean areCreditsDue() {
        return used >= BrokerAccess.CONSUMER_WINDOW / HALF;
    }

    boolean isConsumerEnded() {
        return consumerEnded;
    }

    /** Gives the broker the credits to hand the next messages over; call it before the next is taken. */
    void giveCredits(ServerConsumer consumer) {
        switch (prefetch) {
            case WINDOW -> {
                if (areCreditsDue()) {
                    consumer.receiveCredits(used);
                    used = 0;
                }
            }
            case NONE -> {
                if (!requested) {
                    requested = true;
                    consumer.receiveCredits(1);
                }
            }
        }
    }

    /** Takes the next message, or empty after the wait. */
    Optional<ICoreMessage> take(Duration wait) {
        Delivered next = poll(wait);
        if (next == null || next.message().isEmpty()) {
            return Optional.empty();
        }
        used += next.credits();
        requested = false;
        return next.message();
    }

    private @Nullable Delivered poll(Duration wait) {
        Delivered next = messages.poll();
        if (next != null || wait.isZero()) {
            return next;
        }
        try {
            return messages.poll(wait.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    /** Drops the messages, and gives the credits of these and of the received ones; the broker hands none over meanwhile. */
    void clear(ServerConsumer consumer) {
        for (Delivered each = messages.poll(); each != null; each = messages.poll()) {
            used += each.credits();
        }
        switch (prefetch) {
            case WINDOW -> {
                // Zero would take all credits away.
                if (used > 0) {
                    consumer.receiveCredits(used);
                }
            }
            case NONE -> consumer.receiveCredits(TAKE_ALL);
        }
        used = 0;
        requested = false;
    }
}
