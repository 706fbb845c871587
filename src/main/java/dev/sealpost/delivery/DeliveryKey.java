package dev.sealpost.delivery;

import dev.sealpost.event.EventId;
import dev.sealpost.subscription.DestinationId;

/** What a delivery is known by. */
public record DeliveryKey(EventId event, DestinationId destination) {}
