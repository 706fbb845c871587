package dev.sealpost.delivery.record;

import dev.sealpost.broker.ReceivedMessage;

/**
 * Acknowledges a message whose content is safe elsewhere, whatever becomes of the transaction. Passes the recorder because
 * one thread acknowledges.
 */
public record Acknowledgement(ReceivedMessage message) implements Entry {}
