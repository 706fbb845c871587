package dev.sealpost.route.load;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Reload of {@code routes/} and {@code connectors/}.
 *
 * @param enabled reloads changes at runtime. Default: true; otherwise at the next start or on request.
 * @param interval interval between scans; a change is loaded when two scans agree. Default 1 s, at least 100 ms.
 * @param patience maximum wait for running exchanges of a route; longer ones are cut and repeated. Default 60 s, the default
 *     deadline of a route.
 */
@ConfigurationProperties(prefix = "sealpost.routes.reload", ignoreUnknownFields = false)
public record ReloadSettings(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("1s") Duration interval,
        @DefaultValue("60s") Duration patience) {

    private static final Duration SHORTEST = Duration.ofMillis(100);

    public ReloadSettings {
        if (interval.compareTo(SHORTEST) < 0) {
            throw new IllegalArgumentException("sealpost.routes.reload.interval must be at least 100ms");
        }
        if (patience.isNegative()) {
            throw new IllegalArgumentException("sealpost.routes.reload.patience must not be negative");
        }
    }
}
