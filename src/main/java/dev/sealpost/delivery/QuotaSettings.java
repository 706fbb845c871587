package dev.sealpost.delivery;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How much of one application may wait.
 *
 * @param waitingDeliveries deliveries of one application that wait in rows, at which the API takes no more of its events.
 *     Default 0: any number.
 * @param retryAfter what the API says to who comes too early. Default 30 s.
 */
@ConfigurationProperties(prefix = "sealpost.quota", ignoreUnknownFields = false)
public record QuotaSettings(
        @DefaultValue("0") long waitingDeliveries,
        @DefaultValue("30s") Duration retryAfter) {

    public QuotaSettings {
        if (waitingDeliveries < 0) {
            throw new IllegalArgumentException("sealpost.quota.waiting-deliveries is not negative");
        }
    }
}
