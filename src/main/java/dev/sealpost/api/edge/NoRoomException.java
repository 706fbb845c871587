package dev.sealpost.api.edge;

import java.time.Duration;

/** So many bodies of senders who are not known yet are being read that another one does not fit beside them. */
final class NoRoomException extends RuntimeException {

    /** Whoever sends slowly is cut off soon. */
    static final Duration RETRY = Duration.ofSeconds(1);

    NoRoomException() {
        super("too many webhooks are being read; nothing was taken");
    }
}
