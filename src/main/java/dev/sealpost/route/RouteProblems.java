package dev.sealpost.route;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The route files that were refused; their deliveries wait. */
public final class RouteProblems {

    private static final Logger LOG = LoggerFactory.getLogger(RouteProblems.class);

    private final List<RouteFileProblem> problems = new CopyOnWriteArrayList<>();

    void add(RouteFileProblem problem) {
        problems.add(problem);
        LOG.error(
                "route.refused file={} line={} reason=\"{}\" remedy=\"{}\"",
                problem.file(),
                problem.line().isPresent() ? problem.line().getAsInt() : "unknown",
                problem.reason(),
                problem.remedy());
    }

    public List<RouteFileProblem> all() {
        return List.copyOf(problems);
    }
}
