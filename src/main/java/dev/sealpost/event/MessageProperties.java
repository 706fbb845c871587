package dev.sealpost.event;

/** The properties of an event's message. Producers need {@link #APPLICATION} and {@link #TYPE}. */
public final class MessageProperties {

    /** Id or uid of the application. */
    public static final String APPLICATION = "sealpost_application";

    public static final String TYPE = "sealpost_type";

    /** The event id; without one, it is derived from the broker's message id. */
    public static final String ID = "sealpost_id";

    /** The producer's own id ({@code eventId} in the API). */
    public static final String UID = "sealpost_uid";

    /** Separated by commas. */
    public static final String CHANNELS = "sealpost_channels";

    /** Separated by commas. */
    public static final String TAGS = "sealpost_tags";

    /** Of the body; default {@code application/json}. */
    public static final String CONTENT_TYPE = "sealpost_content_type";

    /** Milliseconds since 1970; default: when the message was sent. */
    public static final String TIME = "sealpost_time";

    /** Bytes of the body; where it is given, a body of another size is parked. */
    public static final String SIZE = "sealpost_size";

    /** A time of RFC 3339, or milliseconds since 1970; default: {@code sealpost.event.expire-after}. */
    public static final String EXPIRES_AT = "sealpost_expires_at";

    /** Days for which the payload is kept, 5 to 90; default: {@code sealpost.retention.payloads}. */
    public static final String PAYLOAD_PERIOD = "sealpost_payload_retention_period";

    /** The start of the node that published it; see {@link ProducerStamp}. */
    public static final String RUN = "sealpost_run";

    public static final String SEQUENCE = "sealpost_sequence";

    /** Through which routes it came; see {@link Hops}. */
    public static final String HOPS = "sealpost_hops";

    private MessageProperties() {}

    /** @throws IllegalArgumentException with a message for users */
    static long number(String property, String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(property + " is not a whole number", e);
        }
    }
}
