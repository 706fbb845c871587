package dev.sealpost.route.check;

import dev.sealpost.route.file.ParsedFile;
import dev.sealpost.route.file.RouteFileContent;
import dev.sealpost.route.file.RouteFileProblem;
import dev.sealpost.route.file.RouteFileRefused;
import dev.sealpost.route.file.SourceLocation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.model.ChoiceDefinition;
import org.apache.camel.model.LogDefinition;
import org.apache.camel.model.Model;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.support.PatternHelper;

/**
 * Builds the routes of one file in a scratch context. Parts that fail are removed and the rest is built again, so that one
 * check finds all problems.
 */
final class BuildRoutes {

    private static final int MAX_PROBLEMS = 50;
    private static final int MAX_ROUNDS = 100;
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final RouteFileContent.FileContent file;
    private final CamelContext camel;
    private final Map<String, String> owners;
    private final List<RouteFileProblem> problems = new ArrayList<>();
    private final Set<String> removed = new HashSet<>();
    private final List<String> routeIds = new ArrayList<>();
    private final List<Optional<String>> usedConfigurations = new ArrayList<>();

    /** @param owners file of each known route id; new ids are added */
    BuildRoutes(RouteFileContent.FileContent file, CamelContext camel, Map<String, String> owners) {
        this.file = file;
        this.camel = camel;
        this.owners = owners;
    }

    List<RouteFileProblem> build() {
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        int round = 0;
        boolean built = false;
        while (!built && round < MAX_ROUNDS && problems.size() < MAX_PROBLEMS && System.nanoTime() - deadline < 0) {
            built = isBuilt(); // without the parts removed in earlier rounds
            round++;
        }
        if (!built && problems.isEmpty()) {
            problems.add(new RouteFileProblem(
                    file.name(),
                    SourceLocation.UNKNOWN,
                    "the file takes too long to check",
                    "split it into one integration per file"));
        }
        return List.copyOf(problems);
    }

    List<String> routeIds() {
        return List.copyOf(routeIds);
    }

    /** Returns the pattern of the routeConfigurations that each route uses; empty for a route without one. */
    List<Optional<String>> usedConfigurations() {
        return List.copyOf(usedConfigurations);
    }

    private boolean isBuilt() {
        List<RouteDefinition> routes = new ArrayList<>();
        Optional<ParsedFile> parsed = Optional.empty();
        Set<String> before = routeIdsOf(camel);
        try {
            parsed = Optional.of(ParsedFile.of(file, camel));
            parsed.get().addConfigurations();
            for (List<RouteDefinition> each : parsed.get().routes()) {
                routes.addAll(each);
                checkRoutes(each);
                removeFrom(each);
            }
            checkEmpty(routes, parsed.get());
            parsed.get().addRoutes();
            return true;
        } catch (RouteFileRefused e) {
            problems.add(e.problem());
            undo(before, parsed);
            return true;
        } catch (Exception | LinkageError | StackOverflowError e) {
            undo(before, parsed);
            return !addProblems(e, routes);
        }
    }

    /** Adds the problems of a failure. Returns true if another part was removed, so that the next round can find more. */
    private boolean addProblems(Throwable failure, List<RouteDefinition> routes) {
        new ExplainFailure(file, routes)
                .explainAll(failure).stream()
                        .filter(problem -> !problems.contains(problem))
                        .forEach(problems::add);
        return FailedStep.of(failure, routes).suspects().stream().anyMatch(removed::add);
    }

    private void undo(Set<String> before, Optional<ParsedFile> parsed) {
        Set<String> added = routeIdsOf(camel);
        added.removeAll(before);
        added.forEach(id -> RemoveRoute.remove(camel, id));
        parsed.ifPresent(ParsedFile::removeConfigurations);
    }

    private void removeFrom(List<RouteDefinition> routes) {
        routes.removeIf(route -> removed.contains(FailedStep.key(route)));
        for (RouteDefinition route : routes) {
            if (removed.contains(FailedStep.key(route.getInput()))) {
                route.getInput().setUri("direct:sealpost-check-" + route.getId());
            }
            removeFrom(route);
        }
    }

    private void removeFrom(ProcessorDefinition<?> parent) {
        if (parent instanceof ChoiceDefinition choice) { // the outputs of a choice are a copy
            choice.getWhenClauses().forEach(when -> removeFromSteps(when.getOutputs()));
            Optional.ofNullable(choice.getOtherwise()).ifPresent(otherwise -> removeFromSteps(otherwise.getOutputs()));
        } else {
            removeFromSteps(parent.getOutputs());
        }
    }

    private void removeFromSteps(List<ProcessorDefinition<?>> steps) {
        steps.replaceAll(step -> removed.contains(FailedStep.key(step)) ? noOp(step) : step);
        steps.forEach(this::removeFrom);
    }

    /** Returns a step that does nothing, because a route without steps would be invalid. */
    private static ProcessorDefinition<?> noOp(ProcessorDefinition<?> step) {
        LogDefinition noOp = new LogDefinition("removed");
        noOp.setParent(step.getParent());
        return noOp;
    }

    private void checkEmpty(List<RouteDefinition> routes, ParsedFile parsed) {
        if (routes.isEmpty() && removed.isEmpty() && parsed.configurations().isEmpty()) {
            throw refused(
                    SourceLocation.UNKNOWN, "the file contains no route", "start it with \"- route:\", or delete it");
        }
    }

    /**
     * Requires unique ids. Camel would silently replace a route by another with the same id, and renumber routes without an id.
     */
    private void checkRoutes(List<RouteDefinition> routes) {
        Set<String> inFile = new HashSet<>();
        for (RouteDefinition route : new ArrayList<>(routes)) {
            String id = route.getId();
            if (id == null || !route.hasCustomIdAssigned()) {
                refuse(routes, route, "a route has no id", "give it a unique id: id: …");
            } else if (!inFile.add(id)) {
                refuse(routes, route, "the file has two routes with the id " + id, "rename one of them");
            } else if (isTaken(id)) {
                refuse(
                        routes,
                        route,
                        "the route id " + id + " is already used in " + owners.get(id),
                        "rename one of the two routes");
            } else {
                register(id, route);
            }
        }
    }

    private boolean isTaken(String id) {
        return !owners.getOrDefault(id, file.name()).equals(file.name());
    }

    private void register(String id, RouteDefinition route) {
        if (owners.put(id, file.name()) == null) {
            routeIds.add(id);
            Optional<String> configuration = Optional.ofNullable(route.getRouteConfigurationId());
            usedConfigurations.add(configuration);
            configuration.ifPresent(pattern -> checkConfiguration(route, pattern));
        }
    }

    /**
     * Requires that the configuration exists. Camel ignores an unknown name, and the route would run without its error
     * handling.
     */
    private void checkConfiguration(RouteDefinition route, String patterns) {
        for (String pattern : patterns.split(",")) {
            boolean exists = model(camel).getRouteConfigurationDefinitions().stream()
                    .anyMatch(shared ->
                            shared.getId() != null && PatternHelper.matchPattern(shared.getId(), pattern.strip()));
            if (!exists && !pattern.contains("{{")) {
                problems.add(new RouteFileProblem(
                        file.name(),
                        SourceLocation.line(route.getLineNumber()),
                        "there is no routeConfiguration " + pattern.strip(),
                        "correct routeConfigurationId, or add the routeConfiguration to a file in routes/"));
            }
        }
    }

    private void refuse(List<RouteDefinition> routes, RouteDefinition route, String reason, String remedy) {
        RouteFileProblem problem = new RouteFileProblem(file.name(), place(route), reason, remedy);
        if (!problems.contains(problem)) {
            problems.add(problem);
        }
        routes.remove(route);
    }

    private static SourceLocation place(RouteDefinition route) {
        return SourceLocation.line(
                route.getLineNumber() > 0
                        ? route.getLineNumber()
                        : route.getInput().getLineNumber());
    }

    private RouteFileRefused refused(SourceLocation place, String reason, String remedy) {
        return new RouteFileRefused(file.name(), place, reason, remedy);
    }

    static Set<String> routeIdsOf(CamelContext camel) {
        Set<String> ids = new HashSet<>();
        camel.getRoutes().forEach(route -> ids.add(route.getId()));
        model(camel).getRouteDefinitions().forEach(route -> ids.add(route.getId()));
        return ids;
    }

    private static Model model(CamelContext camel) {
        return camel.getCamelContextExtension().getContextPlugin(Model.class);
    }
}
