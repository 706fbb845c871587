package dev.sealpost.event;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Defaults for events.
 *
 * @param expireAfter time after which an event expires. Default 0: never.
 * @param hops maximum of routes in a chain of events, each published while its route works on the previous event; 1 to 1000.
 *     Default 16.
 */
@ConfigurationProperties(prefix = "sealpost.event", ignoreUnknownFields = false)
public record EventSettings(
        @DefaultValue("0s") Duration expireAfter,
        @DefaultValue("16") int hops) {

    public EventSettings {
        if (expireAfter.isNegative()) {
            throw new IllegalArgumentException("sealpost.event.expire-after must not be negative");
        }
        if (hops < 1 || hops > 1000) {
            throw new IllegalArgumentException("sealpost.event.hops must be from 1 to 1000");
        }
    }
}
