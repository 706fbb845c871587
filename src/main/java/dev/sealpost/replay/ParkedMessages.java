package dev.sealpost.replay;

import dev.sealpost.database.Page;
import dev.sealpost.database.PageRequest;
import dev.sealpost.database.Position;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** The messages that could not be understood, in the broker's queue {@code events.parked}. */
public interface ParkedMessages {

    /** How much of a body is shown. */
    int MOST_SHOWN = 64 * 1024;

    /** In the order in which they were parked. */
    Page<Parked> list(PageRequest request);

    /** Sends one to where events go in, with its own properties, and takes it out of the queue after that. */
    Redriven redrive(long id);

    /** Empty when it is not in the queue. */
    Optional<Content> content(long id);

    /** False when it is not in the queue. */
    boolean delete(long id);

    /**
     * One of them.
     *
     * @param id the broker's
     * @param size of the body, in bytes
     * @param refusal why it cannot be sent back; empty: it can
     */
    record Parked(long id, Instant parkedAt, String reason, Labels labels, long size, Optional<String> refusal) {}

    /**
     * One of them with what is in it.
     *
     * @param headers what stood beside the body, each as text
     * @param head the first bytes of the body, up to {@link #MOST_SHOWN}
     */
    record Content(Parked parked, Map<String, String> headers, byte[] head) {}

    /** What the producer called it, where it did; not checked. */
    record Labels(Optional<String> application, Optional<String> type, Optional<String> event) {}

    /** What became of one. */
    sealed interface Redriven {

        record Done() implements Redriven {}

        /** It is not in the queue, or is being moved by a redrive. */
        record Unknown() implements Redriven {}

        record Refused(String why) implements Redriven {}
    }

    /** Where a message stands in a list. */
    static Position position(Parked parked) {
        return new Position(parked.parkedAt(), Long.toString(parked.id()));
    }
}
