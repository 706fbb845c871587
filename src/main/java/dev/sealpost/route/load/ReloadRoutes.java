package dev.sealpost.route.load;

import dev.sealpost.delivery.FailureText;
import dev.sealpost.route.event.EventEndpoint;
import dev.sealpost.route.file.DeployedFiles;
import dev.sealpost.route.file.RouteFileContent;
import dev.sealpost.route.file.RouteFileProblem;
import dev.sealpost.route.file.RouteFiles;
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
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads {@code routes/} and {@code connectors/}, of the home folder or of a deployment, at startup and after each change: scans and
 * checks the files, and replaces the changed routes. Invalid files change nothing and are reported by {@link RouteProblems}.
 */
public final class ReloadRoutes {

    private static final Logger LOG = LoggerFactory.getLogger(ReloadRoutes.class);

    private final CamelContext camel;
    private final ScanRouteFiles scan;
    private final ReloadPlanner planner;
    private final LoadedFiles loaded;
    private final RouteProblems reported;
    private final RegisterRoutes register;
    private final Map<RouteFileContent, RouteFileProblem> failed = new HashMap<>();
    private volatile RouteFilesSnapshot applied = RouteFilesSnapshot.NOTHING;
    private List<RouteFileProblem> problems = List.of();
    private boolean started;
    private volatile List<Entry> overview = List.of();

    private record Entry(String file, Optional<Instant> since, List<String> routeIds) {}

    ReloadRoutes(
            CamelContext camel,
            ScanRouteFiles scan,
            ReloadPlanner planner,
            LoadedFiles loaded,
            RouteProblems reported,
            RegisterRoutes register) {
        this.camel = camel;
        this.scan = scan;
        this.planner = planner;
        this.loaded = loaded;
        this.reported = reported;
        this.register = register;
    }

    /** Loads all files at startup and registers the routes as destinations. */
    public synchronized void load() {
        apply(scan.now());
        register.register(camel, id -> true);
        started = true;
        LOG.info(
                "routes.loaded files={} refused={} routes={}",
                applied.routes().size(),
                new HashSet<>(problems.stream().map(RouteFileProblem::file).toList()).size(),
                camel.getRoutesSize());
    }

    /** Reloads settled changes while the node runs. Never throws. */
    synchronized void reloadChanged() {
        try {
            RouteFilesSnapshot snapshot = scan.settled();
            if (snapshot.equals(applied)) {
                reported.set(problems);
            } else {
                apply(snapshot);
            }
        } catch (UncheckedIOException e) {
            reportFolder(e);
        } catch (RuntimeException e) {
            LOG.warn("routes.reload-postponed reason=\"{}\"", FailureText.of(e));
        }
    }

    /**
     * Reloads all files at once, without waiting for a second scan. Retries files that failed to start.
     *
     * @throws dev.sealpost.database.DatabaseUnavailableException if the database cannot be written; then nothing has changed
     */
    public synchronized List<RouteFileStatus> reload() {
        failed.clear();
        try {
            apply(scan.now());
        } catch (UncheckedIOException e) {
            reportFolder(e);
        }
        return files();
    }

    /**
     * Uses the files of a deployment, or of the home folder, at the {@link #load} to come.
     *
     * @param files empty: the home folder
     */
    public synchronized void startWith(Optional<DeployedFiles> files) {
        scan.use(files);
    }

    /**
     * Replaces all files with those of a deployment, or of none: if one of them does not start, all earlier ones run again.
     *
     * @return the problems that kept the files from running; empty if all of them run
     * @throws dev.sealpost.database.DatabaseUnavailableException if the database cannot be written; then nothing has changed
     */
    public synchronized List<RouteFileProblem> replace(DeployedFiles files) {
        Optional<DeployedFiles> before = scan.deployed();
        scan.use(Optional.of(files));
        try {
            failed.clear();
            RouteFilesSnapshot snapshot = scan.now();
            ReloadPlanner.Plan planned = planner.plan(snapshot, failed);
            if (!planned.problems().isEmpty()) {
                scan.use(before);
                return planned.problems();
            }
            apply(snapshot, planned);
            return problems.isEmpty() ? List.of() : back(before, problems);
        } catch (RuntimeException e) {
            scan.use(before);
            throw e;
        }
    }

    private List<RouteFileProblem> back(Optional<DeployedFiles> before, List<RouteFileProblem> why) {
        scan.use(before);
        failed.clear();
        apply(scan.now());
        return why;
    }

    /** Uses the files of the home folder again. Invalid ones are reported, and the others run. */
    public synchronized void useHome() {
        scan.use(Optional.empty());
        reload();
    }

    /** Returns the connectors by file, whether or not a route needs them. */
    Map<String, RouteFileContent> connectors() {
        return applied.connectors();
    }

    /** Returns the deployment whose files are used; empty: the home folder. */
    public Optional<Long> deployment() {
        return scan.deployed().map(DeployedFiles::version);
    }

    private void reportFolder(UncheckedIOException e) {
        List<RouteFileProblem> all = new ArrayList<>(problems);
        all.add(new RouteFileProblem(
                "routes/",
                SourceLocation.UNKNOWN,
                FailureText.clean(String.valueOf(e.getMessage())),
                "no change; all routes keep running"));
        reported.set(all);
    }

    private void apply(RouteFilesSnapshot snapshot) {
        apply(snapshot, planner.plan(snapshot, failed));
    }

    private void apply(RouteFilesSnapshot snapshot, ReloadPlanner.Plan planned) {
        List<RouteFileProblem> all = new ArrayList<>(planned.problems());
        List<RouteFileProblem> failures = planned.change().isEmpty() ? List.of() : apply(planned.change());
        all.addAll(failures);
        // A file that failed to start may have blocked others, which the next scan then loads.
        applied = failures.isEmpty() ? snapshot : new RouteFilesSnapshot(snapshot.connectors(), Map.of());
        problems = List.copyOf(all);
        overview = entries(snapshot);
        reported.set(problems);
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

    private static Optional<RouteFileContent.FileContent> content(Change change, String file) {
        return change.routes().getOrDefault(file, change.connectors().getOrDefault(file, Optional.empty()));
    }

    private List<Entry> entries(RouteFilesSnapshot snapshot) {
        // Without those inside the jar that no route needs.
        Set<String> connectors = snapshot.connectors().keySet().stream()
                .filter(name -> !name.startsWith(RouteFiles.JAR))
                .collect(Collectors.toCollection(TreeSet::new));
        connectors.addAll(loaded.connectors());
        Set<String> routes = new TreeSet<>(snapshot.routes().keySet());
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

    /** Returns the status of every file, connectors first. */
    public List<RouteFileStatus> files() {
        List<RouteProblems.Reported> problemsNow = reported.reported();
        List<RouteFileStatus> files = new ArrayList<>();
        List<Entry> entries = overview;
        for (Entry entry : entries) {
            files.add(new RouteFileStatus(
                    entry.file(),
                    entry.since(),
                    entry.routeIds().stream().map(this::status).toList(),
                    problemsNow.stream()
                            .filter(each -> each.problem().file().equals(entry.file()))
                            .toList()));
        }
        problemsNow.stream()
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
