package dev.sealpost.event;

import java.util.Optional;

/** What a message of the broker turned out to be. */
public sealed interface Reading {

    /**
     * An event.
     *
     * @param stamp empty for events of other producers
     */
    record Understood(Event event, Optional<ProducerStamp> stamp) implements Reading {}

    /**
     * Something that is no event.
     *
     * @param reason for whoever looks into the parking queue
     */
    record NotUnderstood(String reason) implements Reading {}
}
