package dev.sealpost.route.file;

/** A file cannot be loaded. */
public final class RouteFileRefused extends RuntimeException {

    private final transient RouteFileProblem problem;

    public RouteFileRefused(String file, SourceLocation place, String reason, String remedy) {
        super(reason);
        this.problem = new RouteFileProblem(file, place, reason, remedy);
    }

    public RouteFileProblem problem() {
        return problem;
    }
}
