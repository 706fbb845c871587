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

    private static final int MOST_PROBLEMS = 50;
    private static final int MOST_ROUNDS = 100;
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private final RouteFileContent.FileContent file;
    private final CamelContext camel;
    private final Map<String, String> owners;
    private final List<RouteFileProblem> problems = new ArrayList<>();
    private final Set<String> takenOut = new HashSet<>();
    private final List<String> routeIds = new ArrayList<>();
    private final List<Optional<String>> wanted = new ArrayList<>();

    /** @param owners the file of each route id so far; added to */
    BuildRoutes(RouteFileContent.FileContent file, CamelContext camel, Map<String, String> owners) {
        this.file = file;
        this.camel = camel;
        this.owners = owners;
    }

    List<RouteFileProblem> build() {
        long deadline = System.nanoTime() + LONGEST.toNanos();
        int round = 0;
        boolean built = false;
        while (!built && round < MOST_ROUNDS && problems.size() < MOST_PROBLEMS && System.nanoTime() - deadline < 0) {
            built = isBuilt(); // each time without what was taken out before
            round++;
        }
        if (!built && problems.isEmpty()) {
            problems.add(new RouteFileProblem(
                    file.name(),
                    SourceLocation.UNKNOWN,
                    "the file takes too long to check",
                    "split it: one integration a file"));
        }
        return List.copyOf(problems);
    }

    List<String> routeIds() {
        return List.copyOf(routeIds);
    }

    /** Which common configurations the routes name, each as a pattern. */
    List<Optional<String>> wanted() {
        return List.copyOf(wanted);
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
                takeOut(each);
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
            return !learn(e, routes);
        }
    }

    /** Whether there is something to take out, so that another try can find more. */
    private boolean learn(Throwable failure, List<RouteDefinition> routes) {
        new ExplainFailure(file, routes)
                .explainAll(failure).stream()
                        .filter(problem -> !problems.contains(problem))
                        .forEach(problems::add);
        return FailedStep.of(failure, routes).culprits().stream().anyMatch(takenOut::add);
    }

    private void undo(Set<String> before, Optional<ParsedFile> parsed) {
        Set<String> added = routeIdsOf(camel);
        added.removeAll(before);
        added.forEach(id -> RemoveRoute.remove(camel, id));
        parsed.ifPresent(ParsedFile::removeConfigurations);
    }

    private void takeOut(List<RouteDefinition> routes) {
        routes.removeIf(route -> takenOut.contains(FailedStep.key(route)));
        for (RouteDefinition route : routes) {
            if (takenOut.contains(FailedStep.key(route.getInput()))) {
                route.getInput().setUri("direct:sealpost-check-" + route.getId());
            }
            takeOut(route);
        }
    }

    private void takeOut(ProcessorDefinition<?> parent) {
        if (parent instanceof ChoiceDefinition choice) { // the outputs of a choice are a copy
            choice.getWhenClauses().forEach(when -> takeOutOf(when.getOutputs()));
            Optional.ofNullable(choice.getOtherwise()).ifPresent(otherwise -> takeOutOf(otherwise.getOutputs()));
        } else {
            takeOutOf(parent.getOutputs());
        }
    }

    private void takeOutOf(List<ProcessorDefinition<?>> steps) {
        steps.replaceAll(step -> takenOut.contains(FailedStep.key(step)) ? nothing(step) : step);
        steps.forEach(this::takeOut);
    }

    /** A step in place of another, as a route without steps would be wrong too. */
    private static ProcessorDefinition<?> nothing(ProcessorDefinition<?> step) {
        LogDefinition nothing = new LogDefinition("taken out");
        nothing.setParent(step.getParent());
        return nothing;
    }

    private void checkEmpty(List<RouteDefinition> routes, ParsedFile parsed) {
        if (routes.isEmpty() && takenOut.isEmpty() && parsed.configurations().isEmpty()) {
            throw refused(
                    SourceLocation.UNKNOWN, "the file holds no route", "start it with \"- route:\", or delete it");
        }
    }

    /** Camel would replace a route by one with the same id without a word, and number those without one anew each time. */
    private void checkRoutes(List<RouteDefinition> routes) {
        Set<String> inFile = new HashSet<>();
        for (RouteDefinition route : new ArrayList<>(routes)) {
            String id = route.getId();
            if (id == null || !route.hasCustomIdAssigned()) {
                leave(routes, route, "a route has no id", "give it one that is not used by another: id: …");
            } else if (!inFile.add(id)) {
                leave(routes, route, "the file has two routes with the id " + id, "rename one of them");
            } else if (isTaken(id)) {
                leave(
                        routes,
                        route,
                        "the route id " + id + " is taken by " + owners.get(id),
                        "rename one of the two routes");
            } else {
                remember(id, route);
            }
        }
    }

    private boolean isTaken(String id) {
        return !owners.getOrDefault(id, file.name()).equals(file.name());
    }

    private void remember(String id, RouteDefinition route) {
        if (owners.put(id, file.name()) == null) {
            routeIds.add(id);
            Optional<String> configuration = Optional.ofNullable(route.getRouteConfigurationId());
            wanted.add(configuration);
            configuration.ifPresent(pattern -> checkConfiguration(route, pattern));
        }
    }

    /** Camel lets a name that nothing has pass, and the route would run without its error handling. */
    private void checkConfiguration(RouteDefinition route, String patterns) {
        for (String pattern : patterns.split(",")) {
            boolean there = model(camel).getRouteConfigurationDefinitions().stream()
                    .anyMatch(shared ->
                            shared.getId() != null && PatternHelper.matchPattern(shared.getId(), pattern.strip()));
            if (!there && !pattern.contains("{{")) {
                problems.add(new RouteFileProblem(
                        file.name(),
                        SourceLocation.line(route.getLineNumber()),
                        "there is no routeConfiguration " + pattern.strip(),
                        "correct routeConfigurationId, or add the routeConfiguration to a file in routes/"));
            }
        }
    }

    private void leave(List<RouteDefinition> routes, RouteDefinition route, String reason, String remedy) {
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
