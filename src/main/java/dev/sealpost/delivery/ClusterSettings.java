package dev.sealpost.delivery;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Nodes that share a database.
 *
 * @param deadAfter a node that gave no sign of life for this long is dead: others take over what it had leased. It gives
 *     one six times in this period. Default 30 s.
 */
@ConfigurationProperties(prefix = "sealpost.cluster", ignoreUnknownFields = false)
public record ClusterSettings(@DefaultValue("30s") Duration deadAfter) {

    private static final Duration SHORTEST = Duration.ofSeconds(3);

    public ClusterSettings {
        if (deadAfter.compareTo(SHORTEST) < 0) {
            throw new IllegalArgumentException("sealpost.cluster.dead-after is at least 3s, not " + deadAfter);
        }
    }

    /** How often a node says that it lives. */
    public Duration heartbeat() {
        return deadAfter.dividedBy(6);
    }
}
