package dev.sealpost.delivery;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How much is delivered at a time.
 *
 * @param inFlight deliveries that may be attempted or unrecorded at once on this node; also the most that a crash can
 *     repeat. Default 1024.
 * @param inFlightBytes their payloads together. Default 64 MB.
 * @param batch changes recorded in one transaction at most. Default 512.
 * @param slowAfter a delivery that takes longer gets a row of its own, and its destination counts as slow. Default 1 s.
 * @param faultLimit our own failures in a row after which a delivery is parked. Default 10.
 * @param leaseLimit leases in a row that nobody settled after which a delivery is poison. Default 5.
 * @param shutdown how long a stop waits for what is in flight. Default 25 s.
 */
@ConfigurationProperties(prefix = "sealpost.delivery", ignoreUnknownFields = false)
public record DeliverySettings(
        @DefaultValue("1024") int inFlight,
        @DefaultValue("64MB") DataSize inFlightBytes,
        @DefaultValue("512") int batch,
        @DefaultValue("1s") Duration slowAfter,
        @DefaultValue("10") int faultLimit,
        @DefaultValue("5") int leaseLimit,
        @DefaultValue("25s") Duration shutdown) {}
