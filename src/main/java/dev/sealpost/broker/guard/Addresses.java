package dev.sealpost.broker.guard;

import java.util.List;

/** The addresses of the broker; each has one durable queue of the same name. */
public final class Addresses {

    /** Receives every event. */
    public static final String EVENTS = "events";

    /** Holds messages that could not be parsed, with the reason in {@link #PARKED_REASON}. */
    public static final String PARKED = "events.parked";

    /** Dead letter address of the broker itself; expected to stay empty. */
    public static final String DEAD = "events.dead";

    /**
     * Receives events that must keep their order. One of the nodes that share a broker reads it at a time. With an
     * embedded broker, where both queues keep their order, it is one more address for producers.
     */
    public static final String ORDERED = "events.ordered";

    /** Addresses that an embedded broker must have. */
    public static final List<String> ALL = List.of(EVENTS, PARKED, DEAD);

    /** Addresses that a shared broker must have. */
    public static final List<String> SHARED = List.of(EVENTS, ORDERED, PARKED, DEAD);

    public static final String PARKED_REASON = "sealpost_parked_reason";

    /** Original type of a body that is not bytes; the parked message holds its raw form. */
    public static final String PARKED_KIND = "sealpost_parked_kind";

    /** Original size in bytes of a body that was parked truncated. */
    public static final String PARKED_SIZE = "sealpost_parked_size";

    /** Queue that still holds the body, when the broker could not deliver it and the message was parked without one. */
    public static final String PARKED_BODY_IN = "sealpost_parked_body_in";

    /** Original headers of a parked message, as a JSON object of strings. */
    public static final String PARKED_HEADERS = "sealpost_parked_headers";

    /** Reason found on arrival why a message cannot be an event; the node parks the message with it. */
    public static final String UNREADABLE = "sealpost_unreadable";

    /** As {@link #UNREADABLE}, for a message that is rejected if its producer awaits the answer. */
    static final String REFUSED = "sealpost_refused";

    private Addresses() {}
}
