package dev.sealpost.route.load;

import dev.sealpost.route.file.RouteFileProblem;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Current problems of route files and connectors. Logs when a problem appears and when it is resolved. */
public final class RouteProblems {

    private static final Logger LOG = LoggerFactory.getLogger(RouteProblems.class);

    private final Clock clock;
    private volatile Map<RouteFileProblem, Instant> problems = Map.of();

    RouteProblems(Clock clock) {
        this.clock = clock;
    }

    /** Problem and the time when it appeared. */
    public record Reported(RouteFileProblem problem, Instant since) {}

    /** Replaces the problems. */
    void set(Collection<RouteFileProblem> now) {
        Map<RouteFileProblem, Instant> before = problems;
        Map<RouteFileProblem, Instant> after = new LinkedHashMap<>();
        now.forEach(problem -> after.put(problem, before.getOrDefault(problem, clock.instant())));
        problems = after;
        after.keySet().stream().filter(problem -> !before.containsKey(problem)).forEach(RouteProblems::log);
        before.keySet().stream()
                .filter(problem -> !after.containsKey(problem))
                .forEach(problem ->
                        LOG.info("route.problem-resolved file={} reason=\"{}\"", problem.file(), problem.reason()));
    }

    private static void log(RouteFileProblem problem) {
        LOG.error(
                "route.refused file={} line={} column={} reason=\"{}\" remedy=\"{}\"",
                problem.file(),
                known(problem.place().line()),
                known(problem.place().column()),
                problem.reason(),
                problem.remedy());
    }

    private static String known(OptionalInt number) {
        return number.isPresent() ? Integer.toString(number.getAsInt()) : "unknown";
    }

    /** Returns the problems in the order of the files. */
    public List<RouteFileProblem> all() {
        return List.copyOf(problems.keySet());
    }

    /** Returns the problems in the order of the files. */
    public List<Reported> reported() {
        return problems.entrySet().stream()
                .map(entry -> new Reported(entry.getKey(), entry.getValue()))
                .toList();
    }
}
