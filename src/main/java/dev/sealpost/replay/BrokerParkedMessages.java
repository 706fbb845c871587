package dev.sealpost.replay;

import dev.sealpost.broker.BrokerClient;
import dev.sealpost.broker.guard.Addresses;
import dev.sealpost.broker.message.MessageBody;
import dev.sealpost.broker.message.QueueWalk;
import dev.sealpost.broker.message.QueueWalk.Visited;
import dev.sealpost.database.Page;
import dev.sealpost.database.PageRequest;
import dev.sealpost.delivery.dispatch.ParkedCopy;
import dev.sealpost.event.MessageProperties;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Scans the parking queue from its head for every request: it is expected to be short. */
@Component
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
                new ProducerNames(
                        message.property(MessageProperties.APPLICATION),
                        message.property(MessageProperties.TYPE),
                        message.property(MessageProperties.ID)),
                size(message),
                Unpark.refusal(message));
    }

    /** Returns the size of the original body, even if only its beginning was parked. */
    private static long size(Visited message) {
        return message.property(Addresses.PARKED_SIZE).map(Long::parseLong).orElseGet(message::size);
    }

    @Override
    public Optional<ParkedContent> content(long id) {
        try (QueueWalk walk = broker.browse(Addresses.PARKED)) {
            return find(walk, id)
                    .map(message -> new ParkedContent(
                            read(message),
                            ParkedCopy.headers(message.property(Addresses.PARKED_HEADERS)),
                            head(message.body())));
        }
    }

    private static byte[] head(MessageBody body) {
        return switch (body) {
            case MessageBody.Bytes(byte[] bytes) ->
                bytes.length <= MOST_SHOWN ? bytes : Arrays.copyOf(bytes, MOST_SHOWN);
            case MessageBody.NotBytes(String kind, byte[] raw) -> raw;
            case MessageBody.OverLimit(long size, byte[] head) -> head;
            case MessageBody.TooLarge(long size, Path file) -> {
                try (InputStream stream = Files.newInputStream(file)) {
                    yield stream.readNBytes(MOST_SHOWN);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                } finally {
                    delete(file);
                }
            }
        };
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
