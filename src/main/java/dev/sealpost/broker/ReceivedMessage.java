package dev.sealpost.broker;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** A message that was given out and is not yet acknowledged. */
public interface ReceivedMessage {

    /** The property in which a copy of a message keeps its {@link #contentType}. */
    String CONTENT_TYPE = "_AMQ_CONTENT_TYPE";

    /** The broker's id, unique and ever the same in its journal. */
    long id();

    /** When it was sent, where the producer says so. */
    Optional<Instant> sentAt();

    /** A property as text, whatever its type. */
    Optional<String> property(String name);

    /** All properties as they are, each as text; those of MQTT 5 under the names that the broker gives them. */
    Map<String, String> properties();

    /** Whether its producer has set any property. */
    boolean hasProperties();

    /** What the body is, where the protocol has a field for that (AMQP, MQTT 5, STOMP) and the producer has filled it. */
    Optional<String> contentType();

    MessageBody body();

    /** Tells the broker to forget it. Not waited for: a lost acknowledgement is a repeat, not a loss. */
    void acknowledge();

    /** It cannot be dealt with now: the broker gives it out again later. Instead of {@link #acknowledge}. */
    void giveBack();
}
