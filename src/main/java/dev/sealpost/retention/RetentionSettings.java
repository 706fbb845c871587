package dev.sealpost.retention;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Retention of stored data. Pending deliveries are never deleted.
 *
 * @param payloads payloads of events. Default 30 days.
 * @param attempts events with their attempts and ends. Default 90 days.
 * @param deadLetters dead letters with their event and payload, from their end. Default 90 days.
 * @param ledgerDays daily counts of the ledger; older ones are aggregated by month. Default 90 days.
 * @param interval interval between clean-ups. Default 1 h.
 * @param write maximum duration of one write, excluding its commit. Default 10 ms.
 */
@ConfigurationProperties(prefix = "sealpost.retention", ignoreUnknownFields = false)
public record RetentionSettings(
        @DefaultValue("30d") Duration payloads,
        @DefaultValue("90d") Duration attempts,
        @DefaultValue("90d") Duration deadLetters,
        @DefaultValue("90d") Duration ledgerDays,
        @DefaultValue("1h") Duration interval,
        @DefaultValue("10ms") Duration write) {

    private static final Duration SHORTEST = Duration.ofHours(1);

    public RetentionSettings {
        require("payloads", payloads);
        require("attempts", attempts);
        require("dead-letters", deadLetters);
        require("ledger-days", ledgerDays);
        if (interval.isNegative() || interval.isZero() || write.isNegative() || write.isZero()) {
            throw new IllegalArgumentException(
                    "sealpost.retention.interval and sealpost.retention.write must be more than 0");
        }
    }

    private static void require(String name, Duration age) {
        if (age.compareTo(SHORTEST) < 0) {
            throw new IllegalArgumentException("sealpost.retention." + name + " must be at least 1h, but is " + age);
        }
    }
}
