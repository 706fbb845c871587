package dev.sealpost.delivery;

import dev.sealpost.event.EventId;
import dev.sealpost.subscription.DestinationId;

/** Identity of a delivery. */
public record DeliveryKey(EventId event, DestinationId destination) {}
