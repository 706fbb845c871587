package dev.sealpost.route;

/** A file that cannot be loaded as it is. */
final class RouteFileRefused extends RuntimeException {

    private final transient RouteFileProblem problem;

    RouteFileRefused(String file, Place place, String reason, String remedy) {
        super(reason);
        this.problem = new RouteFileProblem(file, place, reason, remedy);
    }

    RouteFileProblem problem() {
        return problem;
    }
}
