package dev.sealpost.delivery.dispatch;

import dev.sealpost.broker.BrokerClient;
import dev.sealpost.broker.guard.Addresses;
import dev.sealpost.broker.message.BrokerUnavailableException;
import dev.sealpost.broker.message.OpenQueue;
import dev.sealpost.broker.message.QueueHead;
import dev.sealpost.broker.message.QueueWalk;
import dev.sealpost.broker.message.QueueWalk.Visited;
import java.util.Optional;

/** Broker queue of events. */
final class EventQueue implements QueueSource {

    /** Number of messages searched for one named by an operator. */
    private static final int SEARCH_LIMIT = 1_000;

    private final String name;
    private final BrokerClient broker;
    private final Parking parking;
    private final IntakeStatus status;

    EventQueue(String name, BrokerClient broker, Parking parking, IntakeStatus status) {
        this.name = name;
        this.broker = broker;
        this.parking = parking;
        this.status = status;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public IntakeStatus status() {
        return status;
    }

    @Override
    public OpenQueue open(boolean oneByOne) {
        return oneByOne ? broker.consumeOneByOne(name) : broker.consume(name);
    }

    @Override
    public long count() {
        return broker.count(name);
    }

    @Override
    public boolean hasUndelivered() {
        return broker.hasUndelivered(name);
    }

    @Override
    public void setHeadAside() {
        broker.head(name).ifPresent(head -> setAside(head, "the broker cannot deliver it"));
    }

    private void setAside(QueueHead head, String reason) {
        parking.park(
                head,
                reason + ": its properties or body cannot be converted; the original message is in " + Addresses.DEAD);
        broker.moveToDead(name, head.id());
        status.freed(head.id());
    }

    /** Returns the first message not delivered to a consumer. */
    Optional<QueueHead> head() {
        return broker.head(name);
    }

    /** Parks a message near the head of the queue. Returns false if it is not found. */
    boolean park(long messageId) {
        String reason = "parked by an operator";
        try (QueueWalk walk = broker.walk(name)) {
            Optional<Visited> next = walk.next();
            for (int i = 0; i < SEARCH_LIMIT && next.isPresent(); i++) {
                if (next.get().id() == messageId) {
                    parking.park(next.get(), reason);
                    next.get().acknowledge();
                    return true;
                }
                next = walk.next();
            }
        } catch (BrokerUnavailableException e) {
            // The broker cannot deliver the next message, which may be the one wanted.
        }
        Optional<QueueHead> head = broker.head(name).filter(first -> first.id() == messageId);
        head.ifPresent(first -> setAside(first, reason));
        return head.isPresent();
    }

    /** Deletes a message. Returns false if it is not found. */
    boolean delete(long messageId) {
        status.freed(messageId);
        return broker.remove(name, messageId);
    }
}
