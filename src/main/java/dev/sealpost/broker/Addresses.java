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

    /** All of them. */
    static final List<String> ALL = List.of(EVENTS, PARKED, DEAD);

    public static final String PARKED_REASON = "sealpost_parked_reason";

    private Addresses() {}
}
