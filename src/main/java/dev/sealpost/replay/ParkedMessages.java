package dev.sealpost.replay;

import dev.sealpost.database.Page;
import dev.sealpost.database.PageRequest;
import dev.sealpost.database.Position;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Messages that were not understood, in the broker's queue {@code events.parked}. */
public interface ParkedMessages {

    /** Bytes of a body shown at most. */
    int MOST_SHOWN = 64 * 1024;

    /** Lists messages in the order they were parked. */
    Page<Parked> list(PageRequest request);

    /** Sends a message to the queue of events, with its original properties, and then removes it. */
    Redriven redrive(long id);

    /** Returns the content of a message; empty when it is not in the queue. */
    Optional<ParkedContent> content(long id);

    /** Deletes a message. Returns false when it is not in the queue. */
    boolean delete(long id);

    /**
     * A parked message.
     *
     * @param id message id of the broker
     * @param size size of the body, in bytes
     * @param refusal why it cannot be sent back, if it cannot
     */
    record Parked(
            long id, Instant parkedAt, String reason, ProducerNames labels, long size, Optional<String> refusal) {}

    /**
     * A parked message with its content.
     *
     * @param headers headers as text
     * @param head the first bytes of the body, up to {@link #MOST_SHOWN}
     */
    record ParkedContent(Parked parked, Map<String, String> headers, byte[] head) {}

    /** Names given by the producer, not validated. */
    record ProducerNames(Optional<String> application, Optional<String> type, Optional<String> event) {}

    /** Result of a redrive. */
    sealed interface Redriven {

        record Done() implements Redriven {}

        /** Not in the queue, or being moved by another redrive. */
        record Unknown() implements Redriven {}

        record Refused(String why) implements Redriven {}
    }

    /** Returns the position of a message in a list. */
    static Position position(Parked parked) {
        return new Position(parked.parkedAt(), Long.toString(parked.id()));
    }
}
