package dev.sealpost.broker.message;

import java.util.Optional;

/** Finds out whose event a message is, before the broker puts it into a queue. Thread-safe. */
public interface FindApplication {

    /** Returns the id of the application; empty if the message names none that exists. */
    Optional<String> of(ReceivedMessage message);
}
