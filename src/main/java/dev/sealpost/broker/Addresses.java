package dev.sealpost.broker;

import java.util.List;

/** The addresses of the broker; each has one durable queue of the same name. */
public final class Addresses {

    /** Where every event goes in. */
    public static final String EVENTS = "events";

    /** What could not be understood, with the property {@link #PARKED_REASON}. */
    public static final String PARKED = "events.parked";

    /** Where the broker itself puts what it gives up; it never should. */
    public static final String DEAD = "events.dead";

    /**
     * For events that have to keep their order. Nodes that share a broker put them here, for one of them reads it at a time;
     * with an embedded broker it is one more way in for producers, as both queues keep their order.
     */
    public static final String ORDERED = "events.ordered";

    /** Those that an embedded broker must have. */
    static final List<String> ALL = List.of(EVENTS, PARKED, DEAD);

    /** Those of a broker that nodes share. */
    static final List<String> SHARED = List.of(EVENTS, ORDERED, PARKED, DEAD);

    public static final String PARKED_REASON = "sealpost_parked_reason";

    /** Of a parked message whose body is the raw form of something that is not bytes: what it was. */
    public static final String PARKED_KIND = "sealpost_parked_kind";

    /** Of a parked message whose body is the beginning of what came: how many bytes that had. */
    public static final String PARKED_SIZE = "sealpost_parked_size";

    /** The queue that holds the body of a parked message, where the broker could not give it out. */
    public static final String PARKED_BODY_IN = "sealpost_parked_body_in";

    /** Of a parked message: what its producer wrote beside the body, as a JSON object of texts. */
    public static final String PARKED_HEADERS = "sealpost_parked_headers";

    /** Why a message cannot be an event, found when it came; it is set aside with this reason. */
    public static final String UNREADABLE = "sealpost_unreadable";

    /** As {@link #UNREADABLE}, but refused where its producer can be told. */
    static final String REFUSED = "sealpost_refused";

    private Addresses() {}
}
