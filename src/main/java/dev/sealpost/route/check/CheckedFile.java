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
 * @param content the content of the file; empty if it could not be read
 * @param problems the problems that keep the file from running
 * @param warnings problems that do not keep the file from running
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
     * @param routes ids of the routes
     * @param configurations ids of the routeConfigurations; empty for one without an id
     * @param usedConfigurations Camel's pattern of the routeConfigurations that each route uses; empty for a route without one
     */
    public record RouteFileSummary(
            List<String> routes, List<Optional<String>> configurations, List<Optional<String>> usedConfigurations) {

        public static final RouteFileSummary NOTHING = new RouteFileSummary(List.of(), List.of(), List.of());

        /**
         * Returns true if a route of the file uses one of these configurations. One without an id applies to all routes that
         * name none.
         */
        public boolean usesAny(List<Optional<String>> shared) {
            return usedConfigurations.stream()
                    .anyMatch(pattern -> shared.stream().anyMatch(id -> uses(pattern, id)));
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
