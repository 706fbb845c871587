package dev.sealpost.route.load;

import dev.sealpost.route.file.RouteFileProblem;
import java.util.List;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;

/**
 * Says what is wrong with route files. Never red: a mistake in a file changes nothing that runs, and a node must not be
 * restarted for it. Its status is {@code DEGRADED} then, which leaves that of the node alone.
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
