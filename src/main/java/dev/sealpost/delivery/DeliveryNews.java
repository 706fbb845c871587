package dev.sealpost.delivery;

import java.util.Optional;

/** What was recorded of a delivery that is more than a success at the first try. */
public sealed interface DeliveryNews {

    /** Its turn is the attempt that this is about. */
    Delivery delivery();

    /** The attempt failed, and there will be another one. */
    record Failed(Delivery delivery, Attempted attempted) implements DeliveryNews {}

    /**
     * It is a dead letter.
     *
     * @param attempted the last attempt; empty when it could not be made, by no fault of the receiver
     */
    record Exhausted(Delivery delivery, Optional<Attempted> attempted, String reason) implements DeliveryNews {}

    /** It was delivered after other attempts, or when it was sent again. */
    record Succeeded(Delivery delivery, Attempted attempted) implements DeliveryNews {}
}
