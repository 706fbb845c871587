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

/** A bulk replay of deliveries: its order, progress and state. */
public record Replay(Id id, ReplayRequest order, Progress progress, ReplayState state) {

    /** Returns a copy with new progress. */
    Replay advanced(Progress now, boolean finished) {
        return new Replay(
                id,
                order,
                now,
                new ReplayState(
                        finished ? Status.FINISHED : Status.RUNNING,
                        Optional.empty(),
                        state.createdAt(),
                        state.updatedAt()));
    }

    /** Returns a copy with a status and a note. */
    Replay noted(Status status, String note) {
        return new Replay(
                id, order, progress, new ReplayState(status, Optional.of(note), state.createdAt(), state.updatedAt()));
    }

    /** Id: {@code qtask_} and 27 characters. */
    public record Id(String value) {

        private static final String PREFIX = "qtask_";

        public static Id at(Instant time) {
            return new Id(PREFIX + Ksuid.at(time));
        }

        /** Derives an id from parts such as application and idempotency key. */
        public static Id derived(String... parts) {
            return new Id(PREFIX + Ksuid.derived(parts));
        }

        @Override
        public String toString() {
            return value;
        }
    }

    /** Kind of a replay. */
    public enum Kind {
        /** Failed deliveries to one destination. */
        RECOVER("endpoint.recover"),
        /** Deliveries to one destination, selected by outcome. */
        REPLAY("endpoint.replay"),
        /** Dead letters of an application. */
        REDRIVE_DEAD("dead-letter.redrive"),
        /** Messages not understood. */
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
            throw new IllegalArgumentException("unknown kind of replay: " + word);
        }
    }

    /** Outcome of a delivery. */
    public enum Outcome {
        DELIVERED,
        DEAD,
        EXPIRED,
        CANCELLED,
        /** Waiting or being attempted. */
        PENDING,
        /** Never owed: the destination did not exist or did not match then, but matches now. */
        MISSING;

        public static final Set<Outcome> ENDED = Set.of(DELIVERED, DEAD, EXPIRED, CANCELLED);

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Order of a replay.
     *
     * @param application empty: parked messages
     * @param destination empty: all destinations
     */
    public record ReplayRequest(
            Kind kind, Optional<ApplicationId> application, Optional<DestinationId> destination, Selection selection) {}

    /**
     * Selection of events or messages.
     *
     * @param outcomes outcomes of deliveries; empty: not applicable
     * @param types empty: all types
     * @param reason substring of the reason for parking; empty: all
     * @param since earliest time: of an event its publication, of a dead letter its end, of a message its parking
     * @param until latest time, inclusive
     */
    public record Selection(
            Set<Outcome> outcomes,
            List<EventTypePattern> types,
            Optional<String> reason,
            Instant since,
            Instant until) {

        public Selection {
            outcomes = Set.copyOf(outcomes);
            types = List.copyOf(types);
        }

        boolean wants(EventType type) {
            return types.isEmpty() || types.stream().anyMatch(pattern -> pattern.matches(type));
        }
    }

    /**
     * Progress of a replay.
     *
     * @param cursor position examined last; empty at the start
     * @param examined number of events, dead letters or parked messages examined
     * @param sent number of those sent again
     * @param skipped number of those selected but not sent: being attempted, or without a destination
     */
    public record Progress(Optional<Position> cursor, long examined, long sent, long skipped) {

        static final Progress NONE = new Progress(Optional.empty(), 0, 0, 0);

        /** Returns the progress increased by one step. */
        Progress plus(Optional<Position> upTo, int moreExamined, int moreSent, int moreSkipped) {
            return new Progress(upTo.or(() -> cursor), examined + moreExamined, sent + moreSent, skipped + moreSkipped);
        }
    }

    /**
     * State of a replay.
     *
     * @param note reason of a failure or a wait
     */
    public record ReplayState(Status status, Optional<String> note, Instant createdAt, Instant updatedAt) {}

    /** Status of a replay. */
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
