package dev.sealpost.delivery;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Limits of the delivery engine.
 *
 * @param inFlight deliveries that this node may attempt or hold unrecorded at once; also the most that a crash can repeat.
 *     Default 1024.
 * @param inFlightBytes total size of their payloads. Default 64 MB.
 * @param batch changes recorded in one transaction, at most. Default 512.
 * @param slowAfter duration after which a running delivery gets its own row and its destination counts as slow. Default 1 s.
 * @param faultLimit consecutive failures of this node after which a delivery becomes a dead letter. Default 10.
 * @param leaseLimit consecutive leases without a result after which a delivery is poison. Default 5.
 * @param shutdown how long a shutdown waits for deliveries in flight. Default 25 s.
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
