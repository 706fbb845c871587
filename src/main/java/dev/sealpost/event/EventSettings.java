package dev.sealpost.event;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What holds for every event that does not say otherwise.
 *
 * @param expireAfter how long after its time an event is worth delivering. Default 0: for ever.
 */
@ConfigurationProperties(prefix = "sealpost.event", ignoreUnknownFields = false)
public record EventSettings(@DefaultValue("0s") Duration expireAfter) {

    public EventSettings {
        if (expireAfter.isNegative()) {
            throw new IllegalArgumentException("sealpost.event.expire-after is not negative");
        }
    }
}
