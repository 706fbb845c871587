package dev.sealpost.delivery;

import java.util.List;

/**
 * Deliveries of one destination that are attempted together. The outcome is that of each of them. After an outcome that allows a
 * retry, the batch is attempted again as it was; after a final one, each half is.
 *
 * @param deliveries at least one, in their order
 */
public record DeliveryBatch(BatchKey key, List<Delivery> deliveries) {

    public DeliveryBatch {
        deliveries = List.copyOf(deliveries);
        if (deliveries.isEmpty()) {
            throw new IllegalArgumentException("a batch has at least one delivery");
        }
    }

    public int size() {
        return deliveries.size();
    }

    /** Returns the total size of the payloads. */
    public int bytes() {
        return deliveries.stream()
                .mapToInt(delivery -> delivery.event().payload().size())
                .sum();
    }

    /** Returns whether it can be halved: a single delivery ends instead. */
    public boolean isDivisible() {
        return deliveries.size() > 1;
    }

    /** Returns the half that the delivery at this place belongs to after a division: 1 or 2. */
    public int half(int place) {
        return place < (deliveries.size() + 1) / 2 ? 1 : 2;
    }
}
