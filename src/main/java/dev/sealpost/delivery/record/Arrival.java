package dev.sealpost.delivery.record;

import dev.sealpost.broker.ReceivedMessage;
import dev.sealpost.event.Reading;

/** A message that was pulled. The transaction decides what becomes of it. */
public record Arrival(ReceivedMessage message, Reading reading) implements Entry {}
