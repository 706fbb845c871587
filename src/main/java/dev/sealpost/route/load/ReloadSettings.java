package dev.sealpost.route.load;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How changes in {@code routes/} and {@code connectors/} are taken in.
 *
 * @param enabled whether they are while the node runs. Default: true; otherwise at the next start, or when asked for.
 * @param interval from one look at the files to the next; a file is taken when two looks found the same in it. Default 1 s,
 *     at least 100 ms.
 * @param patience how long a swap waits for what a route has begun; what takes longer is cut and repeated. Default 60 s,
 *     which is the deadline of a route.
 */
@ConfigurationProperties(prefix = "sealpost.routes.reload", ignoreUnknownFields = false)
public record ReloadSettings(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("1s") Duration interval,
        @DefaultValue("60s") Duration patience) {

    private static final Duration SHORTEST = Duration.ofMillis(100);

    public ReloadSettings {
        if (interval.compareTo(SHORTEST) < 0) {
            throw new IllegalArgumentException("sealpost.routes.reload.interval is at least 100ms");
        }
        if (patience.isNegative()) {
            throw new IllegalArgumentException("sealpost.routes.reload.patience is not negative");
        }
    }
}
