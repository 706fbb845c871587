package dev.sealpost.delivery.dispatch;

import dev.sealpost.broker.Addresses;
import dev.sealpost.broker.BrokerClient;
import dev.sealpost.broker.BrokerUnavailableException;
import dev.sealpost.broker.MessageConsumer;
import dev.sealpost.broker.QueueHead;
import dev.sealpost.broker.QueueWalk;
import dev.sealpost.broker.QueueWalk.Visited;
import dev.sealpost.broker.ReceivedMessage;
import java.time.Duration;
import java.util.Optional;

/** A queue of the broker that events come from. */
final class EventQueue implements Intake.Source {

    /** How far into the queue an operator reaches. */
    private static final int REACH = 1_000;

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
    public Intake.Queue open(boolean oneByOne) {
        return new Open(oneByOne ? broker.consumeOneByOne(name) : broker.consume(name));
    }

    private record Open(MessageConsumer consumer) implements Intake.Queue {

        @Override
        public Optional<ReceivedMessage> receive(Duration wait) {
            return consumer.receive(wait);
        }

        @Override
        public boolean isDrained() {
            return consumer.isDrained();
        }

        @Override
        public void close() {
            consumer.close();
        }
    }

    @Override
    public void setHeadAside() {
        broker.head(name).ifPresent(head -> setAside(head, "the broker cannot give it out"));
    }

    private void setAside(QueueHead head, String reason) {
        parking.park(
                head,
                reason + ", for it has properties or a body that do not convert; it is in " + Addresses.DEAD
                        + " as it came");
        broker.moveToDead(name, head.id());
        status.freed(head.id());
    }

    /** The first message that is not given out. */
    Optional<QueueHead> head() {
        return broker.head(name);
    }

    /** Parks a message near the head of the queue. False when it is not there. */
    boolean park(long messageId) {
        String reason = "an operator has parked it";
        try (QueueWalk walk = broker.walk(name)) {
            Optional<Visited> next = walk.next();
            for (int i = 0; i < REACH && next.isPresent(); i++) {
                if (next.get().id() == messageId) {
                    parking.park(next.get(), reason);
                    next.get().acknowledge();
                    return true;
                }
                next = walk.next();
            }
        } catch (BrokerUnavailableException e) {
            // The walk ends where the broker cannot give a message out; that may be the one.
        }
        Optional<QueueHead> head = broker.head(name).filter(first -> first.id() == messageId);
        head.ifPresent(first -> setAside(first, reason));
        return head.isPresent();
    }

    /** False when it is not there. */
    boolean delete(long messageId) {
        status.freed(messageId);
        return broker.remove(name, messageId);
    }
}
