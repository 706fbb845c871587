package dev.sealpost.event;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Limits of events sent over HTTP while this node has more events than it can deliver.
 *
 * @param maxWait how long an event waits before it is refused with 503. 0: events never wait. Default 10 s.
 */
@ConfigurationProperties(prefix = "sealpost.ingest", ignoreUnknownFields = false)
public record IngestSettings(@DefaultValue("10s") Duration maxWait) {

    private static final Duration LONGEST = Duration.ofMinutes(10);

    public IngestSettings {
        if (maxWait.isNegative() || maxWait.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("sealpost.ingest.max-wait must be from 0s to 10m, not " + maxWait);
        }
    }
}
