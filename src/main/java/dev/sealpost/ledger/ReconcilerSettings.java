package dev.sealpost.ledger;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the reconciler.
 *
 * @param first delay of the first check after the start. Default 2 min.
 * @param interval interval between checks. Default 1 h.
 * @param grace minimum age of an event to be checked; longer than any delivery stays without a row. Default 10 min.
 * @param full interval between checks of everything; other checks cover what was accepted since the last. Default 7 days.
 * @param chunk events read per query. Default 500.
 * @param findings maximum number of findings stored per check; more are only counted. Default 1000.
 */
@ConfigurationProperties(prefix = "sealpost.reconciler", ignoreUnknownFields = false)
public record ReconcilerSettings(
        @DefaultValue("2m") Duration first,
        @DefaultValue("1h") Duration interval,
        @DefaultValue("10m") Duration grace,
        @DefaultValue("7d") Duration full,
        @DefaultValue("500") int chunk,
        @DefaultValue("1000") int findings) {

    public ReconcilerSettings {
        if (chunk < 1 || chunk > 5_000) {
            throw new IllegalArgumentException("sealpost.reconciler.chunk must be from 1 to 5000, but is " + chunk);
        }
        if (findings < 1) {
            throw new IllegalArgumentException("sealpost.reconciler.findings must be at least 1, but is " + findings);
        }
        if (interval.isNegative() || interval.isZero()) {
            throw new IllegalArgumentException("sealpost.reconciler.interval must be more than 0, but is " + interval);
        }
    }
}
