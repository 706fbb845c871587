package dev.sealpost.console;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the metrics.
 *
 * @param token that a scraper sends as {@code Authorization: Bearer …}, valid for {@code /actuator/prometheus} only.
 *     Empty: generated into the file {@code metrics-token} in the data directory.
 */
@ConfigurationProperties(prefix = "sealpost.metrics", ignoreUnknownFields = false)
public record MetricsSettings(@DefaultValue("") String token) {

    @Override
    public String toString() {
        return "MetricsSettings[token=…]";
    }
}
