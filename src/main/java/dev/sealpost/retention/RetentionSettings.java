package dev.sealpost.retention;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long things are kept. What is pending is kept in any case.
 *
 * @param payloads payloads of events. Default 30 days.
 * @param attempts events, their attempts and how they ended. Default 90 days.
 * @param deadLetters dead letters with their event and its payload, since they died. Default 90 days.
 * @param ledgerDays the counts of single days; older ones are added up by month. Default 90 days.
 * @param interval the time from one clean-up to the next. Default 1 h.
 * @param write the most that one write may take. Default 10 ms, and about as much again for its commit.
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
            throw new IllegalArgumentException("sealpost.retention.interval and write are more than 0");
        }
    }

    private static void require(String name, Duration age) {
        if (age.compareTo(SHORTEST) < 0) {
            throw new IllegalArgumentException("sealpost.retention." + name + " is at least 1h, and not " + age);
        }
    }
}
