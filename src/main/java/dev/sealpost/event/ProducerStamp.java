package dev.sealpost.event;

import dev.sealpost.broker.message.ReceivedMessage;
import java.util.Optional;

/**
 * Run and sequence number that a publishing node writes on each event, so that a gap shows which events were lost.
 *
 * @param run start of the node
 * @param sequence 1, 2, 3 … in that run
 */
public record ProducerStamp(String run, long sequence) {

    /** Reads the stamp of a message from any producer. */
    public static Optional<ProducerStamp> of(ReceivedMessage message) {
        return message.property(MessageProperties.RUN)
                .flatMap(run -> message.property(MessageProperties.SEQUENCE)
                        .map(text ->
                                new ProducerStamp(run, MessageProperties.number(MessageProperties.SEQUENCE, text))));
    }
}
