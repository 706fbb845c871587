package dev.sealpost.replay;

import dev.sealpost.broker.message.QueueWalk;
import dev.sealpost.broker.message.QueueWalk.Visited;
import dev.sealpost.database.Position;
import dev.sealpost.event.EventType;
import dev.sealpost.event.MessageProperties;
import dev.sealpost.replay.Replay.Progress;
import dev.sealpost.replay.Replay.Selection;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Moves parked messages back to the queue of events, up to those parked when the replay was ordered, so that none is moved
 * twice. After a crash a message may be sent twice, with the same event id.
 */
final class RedriveParked implements ReplayStep {

    /** Maximum number of messages examined per step. */
    private static final int PAGE = 1_000;

    private final Supplier<QueueWalk> parked;
    private final Unpark unpark;
    private final ReplayLeases leases;

    /** @param parked opens a walk through the parking queue */
    RedriveParked(Supplier<QueueWalk> parked, Unpark unpark, ReplayLeases leases) {
        this.parked = parked;
        this.unpark = unpark;
        this.leases = leases;
    }

    @Override
    public Stepped step(Replay replay, int most) {
        Moving moving = new Moving(replay.order().selection(), replay.progress());
        boolean finished = true;
        try (QueueWalk walk = parked.get()) {
            for (Optional<Visited> next = walk.next(); next.isPresent(); next = walk.next()) {
                if (moving.isTooNew(next.get())) {
                    break;
                }
                if (moving.sent == most || moving.examined == PAGE) {
                    finished = false;
                    break;
                }
                moving.take(next.get());
            }
        }
        leases.save(replay.advanced(
                replay.progress().plus(moving.cursor, moving.examined, moving.sent, moving.skipped), finished));
        return new Stepped.Went(moving.sent, Duration.ZERO);
    }

    private final class Moving {

        private final Selection selection;
        private Optional<Position> cursor;
        private final long from;
        private int examined;
        private int sent;
        private int skipped;

        Moving(Selection selection, Progress progress) {
            this.selection = selection;
            this.cursor = progress.cursor();
            this.from = cursor.map(position -> Long.parseLong(position.key())).orElse(Long.MIN_VALUE);
        }

        boolean isTooNew(Visited message) {
            return parkedAt(message).isAfter(selection.until());
        }

        void take(Visited message) {
            if (message.id() <= from) {
                return;
            }
            examined++;
            cursor = Optional.of(new Position(parkedAt(message), Long.toString(message.id())));
            if (isWanted(message)) {
                if (Unpark.refusal(message).isPresent()) {
                    skipped++;
                } else {
                    unpark.send(message);
                    sent++;
                }
            }
        }

        private boolean isWanted(Visited message) {
            return !parkedAt(message).isBefore(selection.since())
                    && selection
                            .reason()
                            .map(part -> BrokerParkedMessages.reason(message).contains(part))
                            .orElse(true)
                    && (selection.types().isEmpty()
                            || message.property(MessageProperties.TYPE)
                                    .filter(this::isTypeWanted)
                                    .isPresent());
        }

        private boolean isTypeWanted(String type) {
            try {
                return selection.wants(new EventType(type));
            } catch (IllegalArgumentException e) {
                return false;
            }
        }

        private static Instant parkedAt(Visited message) {
            return message.sentAt().orElse(Instant.EPOCH);
        }
    }
}
