package dev.sealpost.delivery;

import dev.sealpost.identifier.Ksuid;
import java.time.Instant;

/**
 * Identity of a batch, and the number of its attempt. The attempts of a batch are its own: those that its deliveries had in
 * another batch do not count.
 *
 * @param id {@code batch_} and 27 characters. A half has the id of the whole and {@code -1} or {@code -2}.
 * @param attempt number of the attempt of this batch, from 1
 */
public record BatchKey(String id, int attempt) {

    private static final String PREFIX = "batch_";

    /** Creates the key of a new batch. */
    public static BatchKey at(Instant time) {
        return new BatchKey(PREFIX + Ksuid.at(time), 1);
    }

    /** Returns the key of the next attempt of this batch. */
    public BatchKey next() {
        return new BatchKey(id, attempt + 1);
    }

    /** Returns the key of a new batch at the same attempt. */
    public BatchKey ofAnother(Instant time) {
        return new BatchKey(at(time).id(), attempt);
    }

    /**
     * Returns the key of a half.
     *
     * @param part 1 or 2
     * @param firstAttempt number of its first attempt
     */
    public BatchKey half(int part, int firstAttempt) {
        return new BatchKey(id + "-" + part, firstAttempt);
    }
}
