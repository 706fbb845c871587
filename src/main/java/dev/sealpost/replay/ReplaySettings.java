package dev.sealpost.replay;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How fast much is sent again.
 *
 * @param rate deliveries a second that all replays of this node make due together. Default 200.
 * @param backlog a replay waits while its destination has this many deliveries due. Default 200.
 * @param reach how far back a replay may begin; no longer than payloads are kept. Default 90 days.
 * @param keep how long replays that have ended are shown. Default 30 days.
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
            throw new IllegalArgumentException("sealpost.replay.rate is from 1 to " + FASTEST + ", not " + rate);
        }
        if (backlog < 1) {
            throw new IllegalArgumentException("sealpost.replay.backlog is at least 1, not " + backlog);
        }
        if (reach.isNegative() || reach.isZero()) {
            throw new IllegalArgumentException("sealpost.replay.reach is longer than nothing, not " + reach);
        }
        if (keep.isNegative()) {
            throw new IllegalArgumentException("sealpost.replay.keep is not negative, not " + keep);
        }
    }
}
