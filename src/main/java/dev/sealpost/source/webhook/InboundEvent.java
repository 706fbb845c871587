package dev.sealpost.source.webhook;

import dev.sealpost.event.EventType;
import dev.sealpost.event.Payload;
import java.util.Optional;

/**
 * Event that a webhook contains.
 *
 * @param deliveryId id that a repeated delivery shares; empty: repeats cannot be detected
 * @param place its place among the events about one object; empty: unknown, or order is not checked
 */
public record InboundEvent(EventType type, Payload payload, Optional<String> deliveryId, Optional<Place> place) {

    /** @param key identifies the object */
    record Place(String key, Version version) {}

    InboundEvent withDeliveryId(Optional<String> id) {
        return new InboundEvent(type, payload, id, place);
    }
}
