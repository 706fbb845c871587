package dev.sealpost.delivery;

import dev.sealpost.endpoint.DeliveryPolicy;
import java.time.Duration;

/** Something that can be delivered to, as the dispatcher sees it. */
public interface Destination {

    /** Whether it can be tried now. Cheap; asked before every attempt. */
    Readiness readiness();

    /** How long one attempt may take as a whole. */
    Duration deadline();

    /** How it is treated. Cheap; asked before every attempt. */
    DeliveryPolicy policy();

    /**
     * Tries once, on the calling (virtual) thread, within the deadline.
     *
     * @throws RuntimeException when we fail, not the receiver: the delivery is put off and no attempt is counted
     */
    Attempted attempt(Delivery delivery);

    /** What the gate wants to know. */
    enum Readiness {
        READY,
        /** An operator or a 410 switched it off; its deliveries wait. */
        DISABLED,
        /** An operator paused it or its application; its deliveries wait. */
        PAUSED,
        /** Its route is not loaded or not started; its deliveries wait. */
        ROUTE_UNAVAILABLE,
        /** What it signs with cannot be read; its deliveries wait. */
        SECRET_UNREADABLE,
        /** Its stored row cannot be read; its deliveries wait. */
        BROKEN,
        /** It was deleted; what it is owed is cancelled. */
        GONE
    }
}
