package dev.sealpost.delivery;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of nodes that share a database.
 *
 * @param deadAfter time without a heartbeat after which a node is considered dead and the others take over its leases; six
 *     heartbeats are sent in this time. Default 30 s.
 */
@ConfigurationProperties(prefix = "sealpost.cluster", ignoreUnknownFields = false)
public record ClusterSettings(@DefaultValue("30s") Duration deadAfter) {

    private static final Duration SHORTEST = Duration.ofSeconds(3);

    public ClusterSettings {
        if (deadAfter.compareTo(SHORTEST) < 0) {
            throw new IllegalArgumentException("sealpost.cluster.dead-after must be at least 3s, but is " + deadAfter);
        }
    }
}
