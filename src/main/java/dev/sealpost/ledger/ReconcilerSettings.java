package dev.sealpost.ledger;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How often the books are checked.
 *
 * @param first the first time after the start. Default 2 min.
 * @param interval the time from one check to the next. Default 1 h.
 * @param grace how long ago an event must have been accepted to be checked; longer than any delivery stays without a row.
 *     Default 10 min.
 * @param full the time from one check of everything to the next; the others go over what was accepted since. Default 7 days.
 * @param chunk events read at a time. Default 500.
 * @param findings the most that one check names; more are only counted. Default 1000.
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
            throw new IllegalArgumentException("sealpost.reconciler.chunk is from 1 to 5000");
        }
        if (findings < 1) {
            throw new IllegalArgumentException("sealpost.reconciler.findings is at least 1");
        }
        if (interval.isNegative() || interval.isZero()) {
            throw new IllegalArgumentException("sealpost.reconciler.interval is more than 0");
        }
    }
}
