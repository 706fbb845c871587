package dev.sealpost.api.edge;

import dev.sealpost.event.message.UnknownMembers;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Settings of the REST API.
 *
 * @param bodyLimit maximum size of a request body; a larger one is answered 413 as soon as that is known, and its
 *     connection is closed. Default 1 MiB.
 * @param bodyTimeout maximum time to receive a whole body, 1s to 10m; a slower one is answered 408. Also the read
 *     timeout of a silent sender. Default 30 s.
 * @param recentEvents number of published events that this node caches, to serve them before they are in the database
 *     and to detect duplicates. Default 50000.
 * @param recentBytes maximum memory of that cache. Default 64 MiB.
 * @param ingestRate maximum events per second that this node accepts over HTTP from one application; more are answered
 *     429. 0: no limit. Default 10000.
 * @param ingestBurst maximum burst of such events. Default 20000.
 * @param unknownMembers handling of unknown body members and query parameters: {@code refuse}, or {@code report} in the
 *     header {@code Sealpost-Ignored} for clients newer than this node. Default refuse.
 */
@ConfigurationProperties(prefix = "sealpost.api", ignoreUnknownFields = false)
public record ApiSettings(
        @DefaultValue("1MB") DataSize bodyLimit,
        @DefaultValue("30s") Duration bodyTimeout,
        @DefaultValue("50000") int recentEvents,
        @DefaultValue("64MB") DataSize recentBytes,
        @DefaultValue("10000") int ingestRate,
        @DefaultValue("20000") int ingestBurst,
        @DefaultValue("refuse") UnknownMembers unknownMembers) {

    private static final int MOST = 1_000_000;
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofMinutes(10);

    public ApiSettings {
        if (bodyTimeout.compareTo(SHORTEST) < 0 || bodyTimeout.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("sealpost.api.body-timeout must be from 1s to 10m, not " + bodyTimeout);
        }
        if (ingestRate < 0 || ingestRate > MOST) {
            throw new IllegalArgumentException(
                    "sealpost.api.ingest-rate must be from 0 to " + MOST + ", not " + ingestRate);
        }
        if (ingestBurst < 1 || ingestBurst > MOST) {
            throw new IllegalArgumentException(
                    "sealpost.api.ingest-burst must be from 1 to " + MOST + ", not " + ingestBurst);
        }
    }
}
