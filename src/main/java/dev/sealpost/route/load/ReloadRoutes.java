package dev.sealpost.route.load;

import dev.sealpost.route.event.EventEndpoint;
import dev.sealpost.route.event.FailureText;
import dev.sealpost.route.file.RouteFileContent;
import dev.sealpost.route.file.RouteFileProblem;
import dev.sealpost.route.file.RouteFilesSnapshot;
import dev.sealpost.route.file.ScanRouteFiles;
import dev.sealpost.route.file.SourceLocation;
import dev.sealpost.route.load.LoadedFiles.Change;
import dev.sealpost.route.load.LoadedFiles.Loaded;
import dev.sealpost.route.load.RouteFileStatus.RouteStatus;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes in what is in {@code routes/} and {@code connectors/}, at the start and whenever it changes: looks, checks all of it,
 * and swaps the routes that changed. What is wrong changes nothing and is told by {@link RouteProblems}.
 */
public final class ReloadRoutes {

    private static final Logger LOG = LoggerFactory.getLogger(ReloadRoutes.class);

    private final CamelContext camel;
    private final ScanRouteFiles look;
    private final ReloadPlanner plan;
    private final LoadedFiles loaded;
    private final RouteProblems told;
    private final RegisterRoutes register;
    private final Map<RouteFileContent, RouteFileProblem> failed = new HashMap<>();
    private RouteFilesSnapshot considered = RouteFilesSnapshot.NOTHING;
    private List<RouteFileProblem> problems = List.of();
    private boolean started;
    private volatile List<Entry> overview = List.of();

    private record Entry(String file, Optional<Instant> since, List<String> routeIds) {}

    ReloadRoutes(
            CamelContext camel,
            ScanRouteFiles look,
            ReloadPlanner plan,
            LoadedFiles loaded,
            RouteProblems told,
            RegisterRoutes register) {
        this.camel = camel;
        this.look = look;
        this.plan = plan;
        this.loaded = loaded;
        this.told = told;
        this.register = register;
    }

    /** At the start: all as it is; then the routes are destinations. */
    public synchronized void load() {
        takeIn(look.now());
        register.register(camel, id -> true);
        started = true;
        LOG.info(
                "routes.loaded files={} refused={} routes={}",
                considered.routes().size(),
                new HashSet<>(problems.stream().map(RouteFileProblem::file).toList()).size(),
                camel.getRoutesSize());
    }

    /** While the node runs: what has changed and does not change any more. Does not fail. */
    synchronized void look() {
        try {
            RouteFilesSnapshot seen = look.settled();
            if (seen.equals(considered)) {
                told.set(problems);
            } else {
                takeIn(seen);
            }
        } catch (UncheckedIOException e) {
            tellOfFolder(e);
        } catch (RuntimeException e) {
            LOG.warn("routes.reload-put-off reason=\"{}\"", FailureText.of(e));
        }
    }

    /**
     * Now, all as it is, without waiting for a second look. What could not be started before is tried again.
     *
     * @throws dev.sealpost.database.DatabaseUnavailableException when no route can be written down now: nothing has changed
     */
    public synchronized List<RouteFileStatus> reload() {
        failed.clear();
        try {
            takeIn(look.now());
        } catch (UncheckedIOException e) {
            tellOfFolder(e);
        }
        return files();
    }

    private void tellOfFolder(UncheckedIOException e) {
        List<RouteFileProblem> all = new ArrayList<>(problems);
        all.add(new RouteFileProblem(
                "routes/",
                SourceLocation.UNKNOWN,
                FailureText.clean(String.valueOf(e.getMessage())),
                "all routes run as before"));
        told.set(all);
    }

    private void takeIn(RouteFilesSnapshot seen) {
        ReloadPlanner.Plan planned = plan.plan(seen, failed);
        List<RouteFileProblem> all = new ArrayList<>(planned.problems());
        List<RouteFileProblem> failures = planned.change().isEmpty() ? List.of() : apply(planned.change());
        all.addAll(failures);
        // What could not be started may have held back others, which then come without it.
        considered = failures.isEmpty() ? seen : new RouteFilesSnapshot(seen.connectors(), Map.of());
        problems = List.copyOf(all);
        overview = entries(seen);
        told.set(problems);
    }

    private List<RouteFileProblem> apply(Change change) {
        if (started) {
            register.requireDatabase();
        }
        long start = System.nanoTime();
        List<RouteFileProblem> failures = loaded.apply(change);
        for (RouteFileProblem failure : failures) {
            failed.values().removeIf(earlier -> earlier.file().equals(failure.file()));
            content(change, failure.file()).ifPresent(content -> failed.put(content, failure));
        }
        if (started) {
            Set<String> ids = new HashSet<>();
            change.routes()
                    .keySet()
                    .forEach(name -> loaded.routes(name).ifPresent(file -> ids.addAll(file.routeIds())));
            register.register(camel, ids::contains);
            LOG.info(
                    "routes.reloaded files={} failed={} ms={}",
                    Stream.concat(change.connectors().keySet().stream(), change.routes().keySet().stream())
                            .toList(),
                    failures.size(),
                    (System.nanoTime() - start) / 1_000_000);
        }
        return failures;
    }

    private static Optional<RouteFileContent.Content> content(Change change, String file) {
        return change.routes().getOrDefault(file, change.connectors().getOrDefault(file, Optional.empty()));
    }

    private List<Entry> entries(RouteFilesSnapshot seen) {
        Set<String> connectors = new TreeSet<>(seen.connectors().keySet());
        connectors.addAll(loaded.connectors());
        Set<String> routes = new TreeSet<>(seen.routes().keySet());
        routes.addAll(loaded.routes());
        return Stream.concat(
                        connectors.stream().map(name -> new Entry(name, loaded.connectorSince(name), List.of())),
                        routes.stream()
                                .map(name -> new Entry(
                                        name,
                                        loaded.routes(name).map(Loaded::since),
                                        loaded.routes(name)
                                                .map(Loaded::routeIds)
                                                .orElse(List.of()))))
                .toList();
    }

    /** Every file, connectors first, and how it is doing now. */
    public List<RouteFileStatus> files() {
        List<RouteProblems.Reported> standing = told.standing();
        List<RouteFileStatus> files = new ArrayList<>();
        List<Entry> entries = overview;
        for (Entry entry : entries) {
            files.add(new RouteFileStatus(
                    entry.file(),
                    entry.since(),
                    entry.routeIds().stream().map(this::status).toList(),
                    standing.stream()
                            .filter(each -> each.problem().file().equals(entry.file()))
                            .toList()));
        }
        standing.stream()
                .filter(each -> entries.stream()
                        .noneMatch(entry -> entry.file().equals(each.problem().file())))
                .forEach(each -> files.add(
                        new RouteFileStatus(each.problem().file(), Optional.empty(), List.of(), List.of(each))));
        return files;
    }

    private RouteStatus status(String id) {
        Optional<Route> route = Optional.ofNullable(camel.getRoute(id));
        return new RouteStatus(
                id,
                route.map(Route::getDescription),
                Optional.ofNullable(camel.getRouteController().getRouteStatus(id))
                        .map(status -> status.name().toLowerCase(Locale.ROOT))
                        .orElse("stopped"),
                route.filter(known -> known.getEndpoint() instanceof EventEndpoint)
                        .isPresent());
    }
}
