package dev.sealpost.route.load;

import dev.sealpost.route.file.RouteFileProblem;
import java.util.List;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;

/**
 * Reports problems of route files. Never DOWN: an invalid file does not affect running routes, and the node must not be
 * restarted. The status {@code DEGRADED} does not affect that of the node.
 */
final class RouteFilesHealthIndicator implements HealthIndicator {

    static final String DEGRADED = "DEGRADED";

    private final RouteProblems problems;

    RouteFilesHealthIndicator(RouteProblems problems) {
        this.problems = problems;
    }

    @Override
    public Health health() {
        List<String> all =
                problems.all().stream().map(RouteFileProblem::toString).toList();
        return (all.isEmpty() ? Health.up() : Health.status(DEGRADED))
                .withDetail("problems", all)
                .build();
    }
}
