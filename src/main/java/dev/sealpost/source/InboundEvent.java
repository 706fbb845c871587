package dev.sealpost.source;

import dev.sealpost.event.EventType;
import dev.sealpost.event.Payload;
import java.util.Optional;

/**
 * An event that a webhook means.
 *
 * @param deliveryId what a repeat of it has in common with it; empty: a repeat cannot be told
 * @param place where it stands among those about the same thing; empty: that cannot be told, or is not asked
 */
public record InboundEvent(EventType type, Payload payload, Optional<String> deliveryId, Optional<Place> place) {

    /** @param key what it is about */
    record Place(String key, Version version) {}

    InboundEvent withDeliveryId(Optional<String> id) {
        return new InboundEvent(type, payload, id, place);
    }
}
