package dev.sealpost.delivery.record;

import dev.sealpost.broker.message.ReceivedMessage;
import dev.sealpost.event.message.Reading;

/** A pulled message; the transaction decides whether it is accepted. */
public record Arrival(ReceivedMessage message, Reading reading) implements Entry {}
