package dev.sealpost.route.deploy;

import dev.sealpost.route.load.ReloadRoutes;
import java.util.List;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;

/**
 * Reports which deployment this node uses, and why it could not load the active one. Never DOWN: the earlier files run, and a
 * restart would not help. The status {@code DEGRADED} does not affect that of the node.
 */
final class DeploymentHealthIndicator implements HealthIndicator {

    private final ReloadRoutes routes;
    private final FollowDeployments follow;

    DeploymentHealthIndicator(ReloadRoutes routes, FollowDeployments follow) {
        this.routes = routes;
        this.follow = follow;
    }

    @Override
    public Health health() {
        List<String> problems = follow.problems();
        return (problems.isEmpty() ? Health.up() : Health.status("DEGRADED"))
                .withDetail(
                        "files",
                        routes.deployment()
                                .map(version -> "deployment " + version)
                                .orElse("home"))
                .withDetail("problems", problems)
                .build();
    }
}
