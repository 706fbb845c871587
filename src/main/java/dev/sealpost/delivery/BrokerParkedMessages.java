package dev.sealpost.delivery;

import dev.sealpost.broker.Addresses;
import dev.sealpost.broker.BrokerClient;
import dev.sealpost.broker.QueueWalk;
import dev.sealpost.broker.QueueWalk.Visited;
import dev.sealpost.database.Page;
import dev.sealpost.database.PageRequest;
import dev.sealpost.event.MessageProperties;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** Goes through the queue from its head for whatever is asked: it is meant to be short, and an operator can wait. */
final class BrokerParkedMessages implements ParkedMessages {

    private final BrokerClient broker;
    private final Unpark unpark;

    BrokerParkedMessages(BrokerClient broker, Unpark unpark) {
        this.broker = broker;
        this.unpark = unpark;
    }

    @Override
    public Page<Parked> list(PageRequest request) {
        boolean descending = request.direction().equals("DESC");
        Optional<Long> from = request.from().map(position -> Long.parseLong(position.key()));
        Deque<Parked> window = new ArrayDeque<>();
        try (QueueWalk walk = broker.browse(Addresses.PARKED)) {
            for (Optional<Visited> next = walk.next(); next.isPresent(); next = walk.next()) {
                Visited message = next.get();
                if (from.isPresent() && (descending ? message.id() >= from.get() : message.id() <= from.get())) {
                    continue;
                }
                if (descending) {
                    window.addFirst(read(message));
                    if (window.size() > request.fetch()) {
                        window.removeLast();
                    }
                } else {
                    window.addLast(read(message));
                    if (window.size() == request.fetch()) {
                        break;
                    }
                }
            }
        }
        return request.cut(List.copyOf(window));
    }

    private static Parked read(Visited message) {
        return new Parked(
                message.id(),
                message.sentAt().orElse(Instant.EPOCH),
                reason(message),
                new Labels(
                        message.property(MessageProperties.APPLICATION),
                        message.property(MessageProperties.TYPE),
                        message.property(MessageProperties.ID)),
                message.size(),
                Unpark.refusal(message));
    }

    static String reason(Visited message) {
        return message.property(Addresses.PARKED_REASON).orElse("");
    }

    @Override
    public Redriven redrive(long id) {
        try (QueueWalk walk = broker.walk(Addresses.PARKED)) {
            Optional<Visited> found = find(walk, id);
            if (found.isEmpty()) {
                return new Redriven.Unknown();
            }
            Optional<String> refusal = Unpark.refusal(found.get());
            if (refusal.isPresent()) {
                return new Redriven.Refused(refusal.get());
            }
            unpark.send(found.get());
            return new Redriven.Done();
        }
    }

    @Override
    public boolean delete(long id) {
        try (QueueWalk walk = broker.walk(Addresses.PARKED)) {
            Optional<Visited> found = find(walk, id);
            found.ifPresent(Visited::acknowledge);
            return found.isPresent();
        }
    }

    private static Optional<Visited> find(QueueWalk walk, long id) {
        for (Optional<Visited> next = walk.next(); next.isPresent(); next = walk.next()) {
            if (next.get().id() == id) {
                return next;
            }
        }
        return Optional.empty();
    }
}
