package dev.sealpost.event.message;

import dev.sealpost.event.Event;
import dev.sealpost.event.ProducerStamp;
import java.util.Optional;

/** Result of reading a message of the broker. */
public sealed interface Reading {

    /** * The message is an event.
     *
     * @param stamp empty for events of other producers
     */
    record Understood(Event event, Optional<ProducerStamp> stamp) implements Reading {}

    /**
     * The message is not an event.
     *
     * @param reason reason shown in the parking queue
     */
    record NotUnderstood(String reason) implements Reading {}
}
