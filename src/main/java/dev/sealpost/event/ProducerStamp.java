package dev.sealpost.event;

import dev.sealpost.broker.ReceivedMessage;
import java.util.Optional;

/**
 * What a publishing node writes on each event, so that a gap names what was lost.
 *
 * @param run the node's start
 * @param sequence 1, 2, 3 … in that run
 */
public record ProducerStamp(String run, long sequence) {

    /** What a message carries, from whomever. */
    public static Optional<ProducerStamp> of(ReceivedMessage message) {
        return message.property(MessageProperties.RUN)
                .flatMap(run -> message.property(MessageProperties.SEQUENCE)
                        .map(text ->
                                new ProducerStamp(run, MessageProperties.number(MessageProperties.SEQUENCE, text))));
    }
}
