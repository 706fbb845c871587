package dev.sealpost.api.edge;

import java.time.Duration;

/** Thrown when the memory for request bodies is exhausted. */
final class NoRoomException extends RuntimeException {

    /** Slow senders are disconnected soon. */
    static final Duration RETRY = Duration.ofSeconds(1);

    NoRoomException() {
        super("too many webhooks are being received; nothing was accepted");
    }
}
