package dev.sealpost.broker.message;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Delivered message that is not yet acknowledged. */
public interface ReceivedMessage {

    /** Property that holds the {@link #contentType} in a copy of a message. */
    String CONTENT_TYPE = "_AMQ_CONTENT_TYPE";

    /** Id of the broker, unique and stable in its journal. */
    long id();

    /** Time of sending, if the producer set it. */
    Optional<Instant> sentAt();

    /** Returns a property of any type as text. */
    Optional<String> property(String name);

    /** All properties as text; user properties of MQTT 5 under the names that the broker assigns. */
    Map<String, String> properties();

    /** Returns whether the producer set any property. */
    boolean hasProperties();

    /** Content type, if the protocol has a field for it (AMQP, MQTT 5, STOMP) and the producer set it. */
    Optional<String> contentType();

    MessageBody body();

    /** Acknowledges asynchronously: a lost acknowledgement causes a duplicate, not a loss. */
    void acknowledge();

    /**
     * Requeues a message that cannot be processed now, in place of {@link #acknowledge}; the broker redelivers it
     * later.
     */
    void giveBack();
}
