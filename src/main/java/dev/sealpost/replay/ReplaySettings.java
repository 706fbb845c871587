package dev.sealpost.replay;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of bulk replays.
 *
 * @param rate deliveries per second that all replays of this node make due together. Default 200.
 * @param backlog number of due deliveries of a destination at which a replay waits. Default 200.
 * @param reach how far back a replay may start; at most as long as payloads are kept. Default 90 days.
 * @param keep retention of ended replays. Default 30 days.
 */
@ConfigurationProperties(prefix = "sealpost.replay", ignoreUnknownFields = false)
public record ReplaySettings(
        @DefaultValue("200") int rate,
        @DefaultValue("200") int backlog,
        @DefaultValue("90d") Duration reach,
        @DefaultValue("30d") Duration keep) {

    private static final int FASTEST = 10_000;

    /**
     * Checks the bounds.
     *
     * @throws IllegalArgumentException naming the key and its bounds
     */
    public ReplaySettings {
        if (rate < 1 || rate > FASTEST) {
            throw new IllegalArgumentException(
                    "sealpost.replay.rate must be from 1 to " + FASTEST + ", but is " + rate);
        }
        if (backlog < 1) {
            throw new IllegalArgumentException("sealpost.replay.backlog must be at least 1, but is " + backlog);
        }
        if (reach.isNegative() || reach.isZero()) {
            throw new IllegalArgumentException("sealpost.replay.reach must be more than 0, but is " + reach);
        }
        if (keep.isNegative()) {
            throw new IllegalArgumentException("sealpost.replay.keep must not be negative, but is " + keep);
        }
    }
}
