package dev.sealpost.event;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What holds for every event that does not say otherwise.
 *
 * @param expireAfter how long after its time an event is worth delivering. Default 0: for ever.
 * @param hops through how many routes an event may come, one publishing it while it works on that of another; 1 to 1000.
 *     Default 16.
 */
@ConfigurationProperties(prefix = "sealpost.event", ignoreUnknownFields = false)
public record EventSettings(
        @DefaultValue("0s") Duration expireAfter,
        @DefaultValue("16") int hops) {

    public EventSettings {
        if (expireAfter.isNegative()) {
            throw new IllegalArgumentException("sealpost.event.expire-after is not negative");
        }
        if (hops < 1 || hops > 1000) {
            throw new IllegalArgumentException("sealpost.event.hops is 1 to 1000");
        }
    }
}
