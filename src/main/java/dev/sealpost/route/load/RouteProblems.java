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

/** What is wrong with route files and connectors now. Logged when it comes and when it goes. */
public final class RouteProblems {

    private static final Logger LOG = LoggerFactory.getLogger(RouteProblems.class);

    private final Clock clock;
    private volatile Map<RouteFileProblem, Instant> problems = Map.of();

    RouteProblems(Clock clock) {
        this.clock = clock;
    }

    /** A problem and when it was first seen. */
    public record Reported(RouteFileProblem problem, Instant since) {}

    /** From now on these and no others. */
    void set(Collection<RouteFileProblem> now) {
        Map<RouteFileProblem, Instant> before = problems;
        Map<RouteFileProblem, Instant> after = new LinkedHashMap<>();
        now.forEach(problem -> after.put(problem, before.getOrDefault(problem, clock.instant())));
        problems = after;
        after.keySet().stream().filter(problem -> !before.containsKey(problem)).forEach(RouteProblems::tell);
        before.keySet().stream()
                .filter(problem -> !after.containsKey(problem))
                .forEach(problem -> LOG.info("route.mended file={} reason=\"{}\"", problem.file(), problem.reason()));
    }

    private static void tell(RouteFileProblem problem) {
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

    /** In the order of the files. */
    public List<RouteFileProblem> all() {
        return List.copyOf(problems.keySet());
    }

    /** In the order of the files. */
    public List<Reported> standing() {
        return problems.entrySet().stream()
                .map(entry -> new Reported(entry.getKey(), entry.getValue()))
                .toList();
    }
}
