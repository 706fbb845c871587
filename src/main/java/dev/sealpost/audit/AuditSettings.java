package dev.sealpost.audit;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the audit log.
 *
 * @param keep time for which entries are kept, at least 1 d. Default 365 d.
 */
@ConfigurationProperties(prefix = "sealpost.audit", ignoreUnknownFields = false)
public record AuditSettings(@DefaultValue("365d") Duration keep) {

    /**
     * Checks the bound.
     *
     * @throws IllegalArgumentException with a message for operators
     */
    public AuditSettings {
        if (keep.compareTo(Duration.ofDays(1)) < 0) {
            throw new IllegalArgumentException("sealpost.audit.keep must be at least 1d, but is " + keep);
        }
    }
}
