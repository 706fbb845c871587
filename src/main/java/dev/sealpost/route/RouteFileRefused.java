package dev.sealpost.route;

import java.util.OptionalInt;

/** A route file that cannot be loaded as it is. */
final class RouteFileRefused extends RuntimeException {

    private final transient RouteFileProblem problem;

    RouteFileRefused(String file, OptionalInt line, String reason, String remedy) {
        super(reason);
        this.problem = new RouteFileProblem(file, line, reason, remedy);
    }

    RouteFileProblem problem() {
        return problem;
    }
}
