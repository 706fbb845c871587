package dev.sealpost.deployment;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Deployments to all nodes.
 *
 * @param interval interval in which a node looks for a version to prepare or to load. Default 1 s, at least 100 ms.
 * @param patience longest time until all nodes are prepared; then the deployment is refused. Default 60 s; choose more than
 *     {@code sealpost.cluster.dead-after}, so that a node that dies meanwhile does not matter.
 * @param keep number of versions that are kept, besides the active one. Default 20.
 */
@ConfigurationProperties(prefix = "sealpost.deployment", ignoreUnknownFields = false)
public record DeploymentSettings(
        @DefaultValue("1s") Duration interval,
        @DefaultValue("60s") Duration patience,
        @DefaultValue("20") int keep) {

    private static final Duration SHORTEST = Duration.ofMillis(100);

    public DeploymentSettings {
        if (interval.compareTo(SHORTEST) < 0) {
            throw new IllegalArgumentException("sealpost.deployment.interval must be at least 100ms");
        }
        if (!patience.isPositive()) {
            throw new IllegalArgumentException("sealpost.deployment.patience must be more than 0");
        }
        if (keep < 1) {
            throw new IllegalArgumentException("sealpost.deployment.keep must be at least 1");
        }
    }
}
