package dev.sealpost.delivery;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Quota of waiting deliveries per application.
 *
 * @param waitingDeliveries rows of waiting deliveries at which the API refuses further events of the application. Default 0:
 *     unlimited.
 * @param retryAfter value of the {@code Retry-After} header of a refusal. Default 30 s.
 */
@ConfigurationProperties(prefix = "sealpost.quota", ignoreUnknownFields = false)
public record QuotaSettings(
        @DefaultValue("0") long waitingDeliveries,
        @DefaultValue("30s") Duration retryAfter) {

    public QuotaSettings {
        if (waitingDeliveries < 0) {
            throw new IllegalArgumentException("sealpost.quota.waiting-deliveries must not be negative");
        }
    }
}
