package dev.sealpost.route.check;

import dev.sealpost.route.file.RouteFileContent;
import dev.sealpost.route.file.RouteFileProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.camel.support.PatternHelper;

/**
 * Result of checking a file.
 *
 * @param content none where the file cannot be taken at all
 * @param problems what keeps it from running; none when it is good
 * @param warnings what does not keep it from running
 */
public record CheckedFile(
        String name,
        Optional<RouteFileContent.FileContent> content,
        List<RouteFileProblem> problems,
        List<RouteFileProblem> warnings,
        RouteFileSummary summary) {

    CheckedFile(
            String name,
            Optional<RouteFileContent.FileContent> content,
            List<RouteFileProblem> problems,
            RouteFileSummary summary) {
        this(name, content, problems, List.of(), summary);
    }

    /**
     * Summary of the content of a file.
     *
     * @param routes their ids
     * @param configurations ids of what is common to routes ({@code routeConfiguration}); empty for one without an id
     * @param wanted which of them the routes name, as Camel's patterns; empty for a route that names none
     */
    public record RouteFileSummary(
            List<String> routes, List<Optional<String>> configurations, List<Optional<String>> wanted) {

        public static final RouteFileSummary NOTHING = new RouteFileSummary(List.of(), List.of(), List.of());

        /** Whether a route here is shaped by one of these. One without an id is for all routes that name none. */
        public boolean usesAny(List<Optional<String>> shared) {
            return wanted.stream().anyMatch(pattern -> shared.stream().anyMatch(id -> uses(pattern, id)));
        }

        private static boolean uses(Optional<String> pattern, Optional<String> id) {
            return pattern.isPresent()
                    ? id.filter(name -> PatternHelper.matchPatterns(
                                    name, pattern.get().split("\\s*,\\s*")))
                            .isPresent()
                    : id.isEmpty();
        }
    }

    CheckedFile with(RouteFileProblem problem) {
        return new CheckedFile(name, content, and(problems, problem), warnings, summary);
    }

    CheckedFile withWarning(RouteFileProblem warning) {
        return new CheckedFile(name, content, problems, and(warnings, warning), summary);
    }

    private static List<RouteFileProblem> and(List<RouteFileProblem> problems, RouteFileProblem another) {
        List<RouteFileProblem> all = new ArrayList<>(problems);
        all.add(another);
        return List.copyOf(all);
    }

    public boolean isGood() {
        return problems.isEmpty();
    }
}
