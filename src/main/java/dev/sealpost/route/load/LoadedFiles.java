package dev.sealpost.route.load;

import dev.sealpost.route.check.ExplainFailure;
import dev.sealpost.route.check.RemoveRoute;
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

/** The files whose content runs in Camel, and how other content takes its place. Used by one thread at a time. */
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

    private record Connector(RouteFileContent.Content content, Instant since) {}

    /** A file that runs. */
    record Loaded(RouteFileContent.Content content, ParsedFile parsed, List<String> routeIds, Instant since) {}

    /**
     * What is to be there afterwards, by the names of all files that something is done with; nothing where the file goes.
     * Nothing else is touched.
     */
    record Change(
            Map<String, Optional<RouteFileContent.Content>> connectors,
            Map<String, Optional<RouteFileContent.Content>> routes) {

        boolean isEmpty() {
            return connectors.isEmpty() && routes.isEmpty();
        }
    }

    Optional<RouteFileContent.Content> connector(String file) {
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

    /** The files whose routes run. */
    Set<String> routes() {
        return Set.copyOf(routes.keySet());
    }

    /**
     * Lets the routes in question end what they have begun, stops them, and starts what is new. A new file that cannot be
     * started is left out. Where one that takes the place of another cannot, all is put back as it was.
     *
     * @return what could not be started
     */
    List<RouteFileProblem> apply(Change change) {
        Change back = asItIs(change);
        take(change);
        List<RouteFileProblem> problems = new ArrayList<>();
        if (!put(change, back, problems)) {
            take(change);
            put(back, new Change(Map.of(), Map.of()), problems);
        }
        return problems;
    }

    private Change asItIs(Change change) {
        Map<String, Optional<RouteFileContent.Content>> before = new TreeMap<>();
        change.connectors().keySet().forEach(name -> before.put(name, connector(name)));
        Map<String, Optional<RouteFileContent.Content>> running = new TreeMap<>();
        change.routes().keySet().forEach(name -> running.put(name, routes(name).map(Loaded::content)));
        return new Change(before, running);
    }

    private void take(Change change) {
        List<Loaded> old = change.routes().keySet().stream()
                .flatMap(name -> routes(name).stream())
                .toList();
        drain.drain(old.stream().flatMap(file -> file.routeIds().stream()).toList());
        old.forEach(this::take);
        connectorRoutes.removeUnused(
                routes.values().stream().map(file -> file.content().text()).toList());
        change.connectors().keySet().forEach(this::takeConnector);
    }

    private void take(Loaded file) {
        file.routeIds().forEach(id -> RemoveRoute.remove(camel, id));
        file.parsed().removeConfigurations();
        file.parsed().removeBeans();
        routes.remove(file.content().name());
    }

    private void takeConnector(String file) {
        connectors.remove(file);
        new ArrayList<>(model().getRouteTemplateDefinitions())
                .stream()
                        .filter(template -> Connectors.name(file).equals(template.getId()))
                        .forEach(model().getRouteTemplateDefinitions()::remove);
    }

    /** False when a file that took the place of another cannot be started. */
    private boolean put(Change change, Change instead, List<RouteFileProblem> problems) {
        for (RouteFileContent.Content file : contents(change.connectors())) {
            if (!tried(file, problems, () -> putConnector(file))
                    && instead.connectors()
                            .getOrDefault(file.name(), Optional.empty())
                            .isPresent()) {
                return false;
            }
        }
        // What is common to routes first, in whichever file: Camel puts it into the routes as it reads them.
        List<RouteFileContent.Content> files = contents(change.routes());
        Map<RouteFileContent.Content, ParsedFile> parsed = new LinkedHashMap<>();
        for (RouteFileContent.Content file : files) {
            if (!tried(file, problems, () -> parsed.put(file, parse(file)))) {
                routes(file.name()).ifPresent(this::take);
                if (replaces(file, instead)) {
                    return false;
                }
            }
        }
        for (Map.Entry<RouteFileContent.Content, ParsedFile> file : parsed.entrySet()) {
            if (!tried(file.getKey(), problems, () -> start(file.getKey(), file.getValue()))) {
                routes(file.getKey().name()).ifPresent(this::take);
                if (replaces(file.getKey(), instead)) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean replaces(RouteFileContent.Content file, Change instead) {
        return instead.routes().getOrDefault(file.name(), Optional.empty()).isPresent();
    }

    private static List<RouteFileContent.Content> contents(Map<String, Optional<RouteFileContent.Content>> files) {
        return files.values().stream().flatMap(Optional::stream).toList();
    }

    /** A step that Camel may refuse in its many ways. */
    private interface Step {
        void run() throws Exception;
    }

    private boolean tried(RouteFileContent.Content file, List<RouteFileProblem> problems, Step step) {
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

    private void putConnector(RouteFileContent.Content file) throws Exception {
        ParsedFile.of(file, camel).addRoutes();
        connectors.put(file.name(), new Connector(file, clock.instant()));
    }

    private ParsedFile parse(RouteFileContent.Content file) throws Exception {
        ParsedFile parsed = ParsedFile.of(file, camel);
        routes.put(file.name(), new Loaded(file, parsed, List.of(), clock.instant()));
        parsed.addConfigurations();
        return parsed;
    }

    private void start(RouteFileContent.Content file, ParsedFile parsed) throws Exception {
        List<String> ids = new ArrayList<>();
        for (List<RouteDefinition> each : parsed.routes()) {
            each.forEach(route -> ids.add(route.getId()));
        }
        for (String id : ids) {
            if (camel.getRoute(id) != null || model().getRouteDefinition(id) != null) {
                throw new RouteFileRefused(
                        file.name(),
                        SourceLocation.UNKNOWN,
                        "the route id " + id + " is taken",
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
