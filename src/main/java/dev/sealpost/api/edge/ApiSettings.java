package dev.sealpost.api.edge;

import dev.sealpost.event.UnknownMembers;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The REST API.
 *
 * @param bodyLimit the largest body of a request; a larger one is answered 413 as soon as it is known to be, and its connection
 *     is closed. Default 1 MiB.
 * @param bodyTimeout how long a body may take from its first byte to its last, 1s to 10m; a slower one is answered 408. A sender
 *     that sends nothing for as long is left then. Default 30 s.
 * @param recentEvents how many published events this node remembers, so that they can be read before they are in the
 *     database and repeats are noticed. Default 50000.
 * @param recentBytes the memory for them. Default 64 MiB.
 * @param ingestRate how many events a second this node takes by HTTP from one application, so that the flood of one does
 *     not fill the queue for all; more are answered 429. 0: no limit. Default 10000.
 * @param ingestBurst how many of them may come at once, after a time with fewer. Default 20000.
 * @param unknownMembers what becomes of a member of a body, or a query parameter, that nobody knows: {@code refuse}, or
 *     {@code report} in the header {@code Sealpost-Ignored}, for clients that are newer than this node. Default refuse.
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
            throw new IllegalArgumentException("sealpost.api.body-timeout is from 1s to 10m, not " + bodyTimeout);
        }
        if (ingestRate < 0 || ingestRate > MOST) {
            throw new IllegalArgumentException("sealpost.api.ingest-rate is from 0 to " + MOST + ", not " + ingestRate);
        }
        if (ingestBurst < 1 || ingestBurst > MOST) {
            throw new IllegalArgumentException(
                    "sealpost.api.ingest-burst is from 1 to " + MOST + ", not " + ingestBurst);
        }
    }
}
