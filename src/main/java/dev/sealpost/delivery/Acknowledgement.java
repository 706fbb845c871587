package dev.sealpost.delivery;

import dev.sealpost.broker.ReceivedMessage;

/**
 * A message whose content is safe elsewhere, whatever becomes of the transaction. It goes through the recorder because one
 * thread acknowledges.
 */
record Acknowledgement(ReceivedMessage message) implements Entry {

    @Override
    public void committed() {
        message.acknowledge();
    }
}
