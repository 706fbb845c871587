package dev.sealpost.delivery;

import dev.sealpost.endpoint.DeliveryPolicy;
import java.time.Duration;
import java.util.Optional;

/** A target of deliveries, as the dispatcher sees it. */
public interface Destination {

    /** Returns whether it can be attempted now. Cheap: called before every attempt. */
    Readiness readiness();

    /** Returns the maximum duration of one attempt. */
    Duration deadline();

    /** Returns its delivery policy. Cheap: called before every attempt. */
    DeliveryPolicy policy();

    /**
     * Makes one attempt on the calling (virtual) thread, within the deadline.
     *
     * @throws RuntimeException when this node fails, not the receiver: the delivery is deferred and no attempt is counted
     */
    Attempted attempt(Delivery delivery);

    /** Returns how its deliveries are put into batches; empty: each is attempted alone. Cheap: called before every attempt. */
    default Optional<Batching> batching() {
        return Optional.empty();
    }

    /**
     * Makes one attempt of a batch, as {@link #attempt(Delivery)} of one delivery. The next step is that of the whole batch; if
     * it is an end without success, the halves of a larger batch are attempted instead.
     */
    default Attempted attempt(DeliveryBatch batch) {
        throw new IllegalStateException("The destination takes no batches: "
                + batch.deliveries().getFirst().destination());
    }

    /** Readiness of a destination, checked by the gate. */
    enum Readiness {
        READY,
        /** Disabled by an operator or a 410 response; its deliveries wait. */
        DISABLED,
        /** Paused, or its application is, by an operator; its deliveries wait. */
        PAUSED,
        /** Route not loaded or not started; its deliveries wait. */
        ROUTE_UNAVAILABLE,
        /** Signing secret unreadable; its deliveries wait. */
        SECRET_UNREADABLE,
        /** Stored row unreadable; its deliveries wait. */
        BROKEN,
        /** Deleted; its deliveries are cancelled. */
        GONE
    }
}
