package dev.sealpost.delivery;

import java.util.Optional;

/** Recorded outcome of a delivery, other than success at the first attempt. */
public sealed interface DeliveryNews {

    /** Returns the delivery; its attempt key names the attempt reported. */
    Delivery delivery();

    /** Failed attempt that will be retried. */
    record Failed(Delivery delivery, Attempted attempted) implements DeliveryNews {}

    /**
     * Delivery that became a dead letter.
     *
     * @param attempted the last attempt; empty when this node failed before it could be made
     */
    record Exhausted(Delivery delivery, Optional<Attempted> attempted, String reason) implements DeliveryNews {}

    /** Delivery that succeeded after a retry or a resend. */
    record Succeeded(Delivery delivery, Attempted attempted) implements DeliveryNews {}
}
