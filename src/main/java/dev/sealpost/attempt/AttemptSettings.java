package dev.sealpost.attempt;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How attempts are made and repeated.
 *
 * @param deadline for one webhook as a whole, from the look-up of the name to the last byte read. Default 15 s.
 * @param concurrency attempts of one endpoint at a time. Default 16.
 * @param retrySchedule the waits after the failed attempts, then the dead letter. Default: Standard Webhooks' example.
 * @param jitter the share by which a wait may be shorter or longer. Default 0.2.
 */
@ConfigurationProperties(prefix = "sealpost.attempt", ignoreUnknownFields = false)
public record AttemptSettings(
        @DefaultValue("15s") Duration deadline,
        @DefaultValue("16") int concurrency,

        @DefaultValue({"5s", "5m", "30m", "2h", "5h", "10h", "14h", "20h", "24h"})
        List<Duration> retrySchedule,

        @DefaultValue("0.2") double jitter) {}
