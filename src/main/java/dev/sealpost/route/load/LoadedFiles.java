package dev.sealpost.route.load;

import dev.sealpost.route.check.ExplainFailure;
import dev.sealpost.route.check.RemoveRoute;
import dev.sealpost.route.connector.ConnectorCatalog;
import dev.sealpost.route.file.Connectors;
import dev.sealpost.route.file.ParsedFile;
import dev.sealpost.route.file.RouteFileContent;
import dev.sealpost.route.file.RouteFileProblem;
import dev.sealpost.route.file.RouteFileRefused;
import dev.sealpost.route.file.SourceLocation;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.camel.CamelContext;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteDefinition;

/** Files whose content runs in Camel; applies changes to them. Not thread-safe. */
final class LoadedFiles {

    private final CamelContext camel;
    private final DrainRoutes drain;
    private final ConnectorRoutes connectorRoutes;
    private final Clock clock;
    private final Map<String, Connector> connectors = new TreeMap<>();
    private final Map<String, Loaded> routes = new TreeMap<>();

    LoadedFiles(CamelContext camel, DrainRoutes drain, Clock clock) {
        this.camel = camel;
        this.drain = drain;
        this.connectorRoutes = new ConnectorRoutes(camel);
        this.clock = clock;
    }

    private record Connector(RouteFileContent.FileContent content, Instant since) {}

    /** Running file. */
    record Loaded(RouteFileContent.FileContent content, ParsedFile parsed, List<String> routeIds, Instant since) {}

    /**
     * New content of the files to change, by name; empty for files to remove. Other files stay unchanged.
     */
    record Change(
            Map<String, Optional<RouteFileContent.FileContent>> connectors,
            Map<String, Optional<RouteFileContent.FileContent>> routes) {

        boolean isEmpty() {
            return connectors.isEmpty() && routes.isEmpty();
        }
    }

    Optional<RouteFileContent.FileContent> connector(String file) {
        return Optional.ofNullable(connectors.get(file)).map(Connector::content);
    }

    Optional<Instant> connectorSince(String file) {
        return Optional.ofNullable(connectors.get(file)).map(Connector::since);
    }

    Set<String> connectors() {
        return Set.copyOf(connectors.keySet());
    }

    Optional<Loaded> routes(String file) {
        return Optional.ofNullable(routes.get(file));
    }

    /** Returns the files whose routes run. */
    Set<String> routes() {
        return Set.copyOf(routes.keySet());
    }

    /**
     * Drains and stops the affected routes, and starts the new ones. A new file that fails to start is omitted. If a
     * replacement fails to start, the whole change is rolled previous.
     *
     * @return files that failed to start
     */
    List<RouteFileProblem> apply(Change change) {
        Change previous = currentState(change);
        remove(change);
        List<RouteFileProblem> problems = new ArrayList<>();
        if (!start(change, previous, problems)) {
            remove(change);
            start(previous, new Change(Map.of(), Map.of()), problems);
        }
        return problems;
    }

    private Change currentState(Change change) {
        Map<String, Optional<RouteFileContent.FileContent>> before = new TreeMap<>();
        change.connectors().keySet().forEach(name -> before.put(name, connector(name)));
        Map<String, Optional<RouteFileContent.FileContent>> running = new TreeMap<>();
        change.routes().keySet().forEach(name -> running.put(name, routes(name).map(Loaded::content)));
        return new Change(before, running);
    }

    private void remove(Change change) {
        List<Loaded> old = change.routes().keySet().stream()
                .flatMap(name -> routes(name).stream())
                .toList();
        drain.drain(old.stream().flatMap(file -> file.routeIds().stream()).toList());
        old.forEach(this::remove);
        connectorRoutes.removeUnused(
                routes.values().stream().map(file -> file.content().text()).toList());
        change.connectors().keySet().forEach(this::removeConnector);
    }

    private void remove(Loaded file) {
        file.routeIds().forEach(id -> RemoveRoute.remove(camel, id));
        file.parsed().removeConfigurations();
        file.parsed().removeBeans();
        routes.remove(file.content().name());
    }

    private void removeConnector(String file) {
        connectors.remove(file);
        ConnectorCatalog.of(camel).remove(Connectors.name(file));
        new ArrayList<>(model().getRouteTemplateDefinitions())
                .stream()
                        .filter(template -> Connectors.name(file).equals(template.getId()))
                        .forEach(model().getRouteTemplateDefinitions()::remove);
    }

    /** Starts the content of a change; returns false if a replacement fails to start. */
    private boolean start(Change change, Change previous, List<RouteFileProblem> problems) {
        for (RouteFileContent.FileContent file : contents(change.connectors())) {
            if (!succeeds(file, problems, () -> startConnector(file))
                    && previous.connectors()
                            .getOrDefault(file.name(), Optional.empty())
                            .isPresent()) {
                return false;
            }
        }
        // Route configurations of all files first: Camel applies them to routes when it reads them.
        List<RouteFileContent.FileContent> files = contents(change.routes());
        Map<RouteFileContent.FileContent, ParsedFile> parsed = new LinkedHashMap<>();
        for (RouteFileContent.FileContent file : files) {
            if (!succeeds(file, problems, () -> parsed.put(file, parse(file)))) {
                routes(file.name()).ifPresent(this::remove);
                if (replaces(file, previous)) {
                    return false;
                }
            }
        }
        for (Map.Entry<RouteFileContent.FileContent, ParsedFile> file : parsed.entrySet()) {
            if (!succeeds(file.getKey(), problems, () -> start(file.getKey(), file.getValue()))) {
                routes(file.getKey().name()).ifPresent(this::remove);
                if (replaces(file.getKey(), previous)) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean replaces(RouteFileContent.FileContent file, Change previous) {
        return previous.routes().getOrDefault(file.name(), Optional.empty()).isPresent();
    }

    private static List<RouteFileContent.FileContent> contents(
            Map<String, Optional<RouteFileContent.FileContent>> files) {
        return files.values().stream().flatMap(Optional::stream).toList();
    }

    /** Step that may throw any exception of Camel. */
    private interface Step {
        void run() throws Exception;
    }

    private boolean succeeds(RouteFileContent.FileContent file, List<RouteFileProblem> problems, Step step) {
        try {
            step.run();
            return true;
        } catch (RouteFileRefused e) {
            problems.add(e.problem());
        } catch (Exception | LinkageError | StackOverflowError e) {
            List<RouteDefinition> definitions = model().getRouteDefinitions().stream()
                    .filter(route -> routes(file.name())
                            .filter(loaded -> loaded.routeIds().contains(route.getId()))
                            .isPresent())
                    .toList();
            problems.add(new ExplainFailure(file, definitions).explain(e));
        }
        return false;
    }

    private void startConnector(RouteFileContent.FileContent file) throws Exception {
        ParsedFile.of(file, camel).addRoutes();
        connectors.put(file.name(), new Connector(file, clock.instant()));
    }

    private ParsedFile parse(RouteFileContent.FileContent file) throws Exception {
        ParsedFile parsed = ParsedFile.of(file, camel);
        routes.put(file.name(), new Loaded(file, parsed, List.of(), clock.instant()));
        parsed.addConfigurations();
        return parsed;
    }

    private void start(RouteFileContent.FileContent file, ParsedFile parsed) throws Exception {
        List<String> ids = new ArrayList<>();
        for (List<RouteDefinition> each : parsed.routes()) {
            each.forEach(route -> ids.add(route.getId()));
        }
        for (String id : ids) {
            if (camel.getRoute(id) != null || model().getRouteDefinition(id) != null) {
                throw new RouteFileRefused(
                        file.name(),
                        SourceLocation.UNKNOWN,
                        "the route id " + id + " is already in use",
                        "rename one of the two routes");
            }
        }
        routes.put(file.name(), new Loaded(file, parsed, ids, clock.instant()));
        parsed.addRoutes();
    }

    private Model model() {
        return camel.getCamelContextExtension().getContextPlugin(Model.class);
    }
}
