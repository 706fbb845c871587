package dev.sealpost.delivery.record;

import dev.sealpost.broker.message.ReceivedMessage;

/**
 * Acknowledges a message whose content is stored elsewhere, regardless of the transaction. Passes through the recorder so
 * that only one thread acknowledges.
 */
public record Acknowledgement(ReceivedMessage message) implements Entry {}
