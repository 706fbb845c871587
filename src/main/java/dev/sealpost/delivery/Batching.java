package dev.sealpost.delivery;

import java.time.Duration;

/**
 * How a destination that takes batches wants them. A batch is attempted when it is full, or when its first delivery has waited
 * long enough.
 *
 * @param size most deliveries of a batch
 * @param timeout longest wait of the first delivery for others
 */
public record Batching(int size, Duration timeout) {

    public static final int LEAST_SIZE = 2;
    public static final int MOST_SIZE = 1_000;

    /** Total size of the payloads from which a batch is full, in bytes. */
    public static final int MOST_BYTES = 8 << 20;
}
