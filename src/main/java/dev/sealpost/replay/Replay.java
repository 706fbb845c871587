package dev.sealpost.replay;

import dev.sealpost.application.ApplicationId;
import dev.sealpost.database.Position;
import dev.sealpost.event.EventType;
import dev.sealpost.event.EventTypePattern;
import dev.sealpost.identifier.Ksuid;
import dev.sealpost.subscription.DestinationId;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Many deliveries sent again, a few at a time: what was ordered, how far it is, and how it stands. */
public record Replay(Id id, Order order, Progress progress, State state) {

    /** The same, further on. */
    Replay advanced(Progress now, boolean finished) {
        return new Replay(
                id,
                order,
                now,
                new State(
                        finished ? Status.FINISHED : Status.RUNNING,
                        Optional.empty(),
                        state.createdAt(),
                        state.updatedAt()));
    }

    /** The same, where it stands, with a note. */
    Replay noted(Status status, String note) {
        return new Replay(
                id, order, progress, new State(status, Optional.of(note), state.createdAt(), state.updatedAt()));
    }

    /** {@code qtask_} and 27 characters. */
    public record Id(String value) {

        private static final String PREFIX = "qtask_";

        public static Id at(Instant time) {
            return new Id(PREFIX + Ksuid.at(time));
        }

        /** The one id that these parts have, such as application and idempotency key. */
        public static Id derived(String... parts) {
            return new Id(PREFIX + Ksuid.derived(parts));
        }

        @Override
        public String toString() {
            return value;
        }
    }

    /** What is sent again. */
    public enum Kind {
        /** Deliveries to one destination that failed. */
        RECOVER("endpoint.recover"),
        /** Deliveries to one destination, by how they ended. */
        REPLAY("endpoint.replay"),
        /** Dead letters of an application. */
        REDRIVE_DEAD("dead-letter.redrive"),
        /** Messages that could not be understood. */
        REDRIVE_PARKED("parked.redrive");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }

        static Kind of(String word) {
            for (Kind kind : values()) {
                if (kind.word.equals(word)) {
                    return kind;
                }
            }
            throw new IllegalArgumentException("no kind of replay is called " + word);
        }
    }

    /** How a delivery stands. */
    public enum Outcome {
        DELIVERED,
        DEAD,
        EXPIRED,
        CANCELLED,
        /** It waits or is being attempted. */
        PENDING,
        /** It was never owed: the destination was not there, or did not want the event then, and wants it now. */
        MISSING;

        public static final Set<Outcome> ENDED = Set.of(DELIVERED, DEAD, EXPIRED, CANCELLED);

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * What is to be sent again.
     *
     * @param application empty: parked messages
     * @param destination empty: every one
     */
    public record Order(
            Kind kind, Optional<ApplicationId> application, Optional<DestinationId> destination, Selection selection) {}

    /**
     * Which events or messages.
     *
     * @param standings empty: not asked
     * @param types empty: every type
     * @param reason a part of the reason why a message was parked; empty: every reason
     * @param since of the event; of a dead letter when it died; of a parked message when it was parked
     * @param until the same, and with it
     */
    public record Selection(
            Set<Outcome> standings,
            List<EventTypePattern> types,
            Optional<String> reason,
            Instant since,
            Instant until) {

        public Selection {
            standings = Set.copyOf(standings);
            types = List.copyOf(types);
        }

        boolean wants(EventType type) {
            return types.isEmpty() || types.stream().anyMatch(pattern -> pattern.matches(type));
        }
    }

    /**
     * How far it has come.
     *
     * @param cursor what was looked at last; empty: nothing yet
     * @param lookedAt events, dead letters or parked messages
     * @param sent of those, sent again
     * @param passedOver of those, wanted but not sent: their turn was running, or their destination is not there
     */
    public record Progress(Optional<Position> cursor, long lookedAt, long sent, long passedOver) {

        static final Progress NONE = new Progress(Optional.empty(), 0, 0, 0);

        /** As many more. */
        Progress plus(Optional<Position> upTo, int moreLookedAt, int moreSent, int morePassedOver) {
            return new Progress(
                    upTo.or(() -> cursor), lookedAt + moreLookedAt, sent + moreSent, passedOver + morePassedOver);
        }
    }

    /**
     * How it stands.
     *
     * @param note why it failed, or what it waits for
     */
    public record State(Status status, Optional<String> note, Instant createdAt, Instant updatedAt) {}

    /** Whether it goes on. */
    public enum Status {
        RUNNING,
        FINISHED,
        FAILED,
        CANCELLED;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
