package dev.sealpost.node;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the warm-up before the node is ready.
 *
 * @param time how long it lasts, at most 30 s. Default 2 s; 0: no warm-up.
 */
@ConfigurationProperties(prefix = "sealpost.warm-up", ignoreUnknownFields = false)
public record WarmUpSettings(@DefaultValue("2s") Duration time) {

    private static final Duration LONGEST = Duration.ofSeconds(30);

    /**
     * Checks the bounds.
     *
     * @throws IllegalArgumentException for a value outside its bounds, with a message for operators
     */
    public WarmUpSettings {
        if (time.isNegative() || time.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("sealpost.warm-up.time must be from 0s to 30s, but is " + time);
        }
    }
}
