package dev.sealpost.event;

/** Properties of the message of an event. Producers must set {@link #APPLICATION} and {@link #TYPE}. */
public final class MessageProperties {

    /** Id or uid of the application. */
    public static final String APPLICATION = "sealpost_application";

    public static final String TYPE = "sealpost_type";

    /** Event id; default: derived from the broker's message id. */
    public static final String ID = "sealpost_id";

    /** Id chosen by the producer ({@code eventId} in the API). */
    public static final String UID = "sealpost_uid";

    /** List separated by commas. */
    public static final String CHANNELS = "sealpost_channels";

    /** List separated by commas. */
    public static final String TAGS = "sealpost_tags";

    /** Content type of the body; default {@code application/json}. */
    public static final String CONTENT_TYPE = "sealpost_content_type";

    /** Milliseconds since 1970; default: the time when the message was sent. */
    public static final String TIME = "sealpost_time";

    /** Size of the body in bytes; a body of another size is parked. */
    public static final String SIZE = "sealpost_size";

    /** Time of expiry in RFC 3339 format or milliseconds since 1970; default: {@code sealpost.event.expire-after}. */
    public static final String EXPIRES_AT = "sealpost_expires_at";

    /** Retention of the payload in days, 5 to 90; default: {@code sealpost.retention.payloads}. */
    public static final String PAYLOAD_PERIOD = "sealpost_payload_retention_period";

    /** Start of the node that published the event; see {@link ProducerStamp}. */
    public static final String RUN = "sealpost_run";

    public static final String SEQUENCE = "sealpost_sequence";

    /** Routes that the event passed through; see {@link Hops}. */
    public static final String HOPS = "sealpost_hops";

    private MessageProperties() {}

    /** @throws IllegalArgumentException with a message for users */
    public static long number(String property, String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(property + " is not a whole number", e);
        }
    }
}
