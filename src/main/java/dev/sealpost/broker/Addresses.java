package dev.sealpost.broker;

/** The addresses of the broker; each has one durable queue of the same name. */
public final class Addresses {

    /** Where every event goes in. */
    public static final String EVENTS = "events";

    /** What could not be understood, with the property {@link #PARKED_REASON}. */
    public static final String PARKED = "events.parked";

    /** Where the broker itself puts what it gives up; it never should. */
    public static final String DEAD = "events.dead";

    public static final String PARKED_REASON = "sealpost_parked_reason";

    /** Of a parked message whose body is the raw form of something that is not bytes: what it was. */
    public static final String PARKED_KIND = "sealpost_parked_kind";

    private Addresses() {}
}
