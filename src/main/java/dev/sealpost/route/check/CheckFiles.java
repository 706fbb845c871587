package dev.sealpost.route.check;

import dev.sealpost.connector.catalog.ConnectorFileException;
import dev.sealpost.route.check.CheckedFile.RouteFileSummary;
import dev.sealpost.route.connector.ConnectorCatalog;
import dev.sealpost.route.file.Connectors;
import dev.sealpost.route.file.ParsedFile;
import dev.sealpost.route.file.RouteFileContent;
import dev.sealpost.route.file.RouteFileProblem;
import dev.sealpost.route.file.RouteFileRefused;
import dev.sealpost.route.file.SourceLocation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteConfigurationDefinition;

/**
 * Checks whole files before any running route is changed: syntax, steps, options, placeholders, beans, parameters of
 * connectors, and ids. Builds every route in a {@link ScratchCamel}.
 */
public final class CheckFiles {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final RouteEnvironment environment;
    private final Duration timeout;

    /**
     * Files whose check got stuck, by name. They are not checked again until they change, because a stuck check leaks a thread.
     */
    private final Map<String, RouteFileContent> stuck = new HashMap<>();

    public CheckFiles(RouteEnvironment environment) {
        this(environment, TIMEOUT);
    }

    /** @param timeout longest time for each file */
    public CheckFiles(RouteEnvironment environment, Duration timeout) {
        this.environment = environment;
        this.timeout = timeout;
    }

    /**
     * Returns all problems of each file.
     *
     * @param routes route files; of two routes with the same id, the first is valid
     */
    public Map<String, CheckedFile> check(
            Collection<RouteFileContent> connectors, Collection<RouteFileContent> routes) {
        while (true) {
            List<RouteFileContent> offeredConnectors = offered(connectors);
            List<RouteFileContent> offeredRoutes = offered(routes);
            WatchedCheck watch = new WatchedCheck(timeout);
            ScratchCamel scratch = ScratchCamel.open(environment, CallHandler.NONE);
            try {
                return watch.run(
                        () -> new Check(environment, scratch, watch).check(offeredConnectors, offeredRoutes),
                        scratch::close);
            } catch (WatchedCheck.StuckException e) {
                stuck.put(e.file().name(), e.file());
            }
        }
    }

    private List<RouteFileContent> offered(Collection<RouteFileContent> files) {
        return files.stream()
                .map(file -> file instanceof RouteFileContent.FileContent content && isStuck(content)
                        ? new RouteFileContent.Refused(new RouteFileProblem(
                                content.name(),
                                SourceLocation.UNKNOWN,
                                "the check of the file does not finish within " + timeout.toSeconds()
                                        + " s: something it creates, such as a bean, blocks or loops forever",
                                "remove it; the file is not checked again until it changes"))
                        : file)
                .toList();
    }

    private boolean isStuck(RouteFileContent.FileContent file) {
        return Optional.ofNullable(stuck.get(file.name())).filter(file::equals).isPresent();
    }

    /** State of one check. */
    private static final class Check {

        private final RouteEnvironment environment;
        private final ScratchCamel scratch;
        private final WatchedCheck watch;
        private final Map<String, CheckedFile> checked = new LinkedHashMap<>();
        private final Map<String, String> owners = new HashMap<>();
        private final Map<String, String> beanOwners = new HashMap<>();
        private final Map<String, String> configurationOwners = new HashMap<>();

        Check(RouteEnvironment environment, ScratchCamel scratch, WatchedCheck watch) {
            this.environment = environment;
            this.scratch = scratch;
            this.watch = watch;
        }

        public Map<String, CheckedFile> check(
                Collection<RouteFileContent> connectors, Collection<RouteFileContent> routes) {
            contents(connectors).forEach(file -> put(file, connector(file), RouteFileSummary.NOTHING));
            removeCycles();
            List<RouteFileContent.FileContent> readable = contents(routes);
            List<Readable> parsed = new ArrayList<>();
            for (RouteFileContent.FileContent file : readable) {
                configurations(file).ifPresent(parsed::add);
            }
            parsed.forEach(this::routes);
            watch.end();
            new CheckSettlement(scratch.camel(), List.copyOf(checked.values()))
                    .check()
                    .forEach(this::add);
            new CheckCalls(scratch.camel())
                    .warnings(List.copyOf(checked.values()))
                    .forEach(this::addWarning);
            new CheckUris(scratch.camel())
                    .warnings(List.copyOf(checked.values()))
                    .forEach(this::addWarning);
            return checked;
        }

        private void addWarning(RouteFileProblem warning) {
            checked.computeIfPresent(warning.file(), (name, file) -> file.withWarning(warning));
        }

        private List<RouteFileContent.FileContent> contents(Collection<RouteFileContent> files) {
            List<RouteFileContent.FileContent> contents = new ArrayList<>();
            for (RouteFileContent file : files) {
                switch (file) {
                    case RouteFileContent.FileContent content -> contents.add(content);
                    case RouteFileContent.Refused(RouteFileProblem problem) ->
                        checked.put(
                                problem.file(),
                                new CheckedFile(
                                        problem.file(), Optional.empty(), List.of(problem), RouteFileSummary.NOTHING));
                }
            }
            return contents;
        }

        private void put(RouteFileContent.FileContent file, List<RouteFileProblem> problems, RouteFileSummary summary) {
            checked.put(file.name(), new CheckedFile(file.name(), Optional.of(file), problems, summary));
        }

        private void add(RouteFileProblem problem) {
            checked.computeIfPresent(problem.file(), (name, file) -> file.with(problem));
        }

        private List<RouteFileProblem> connector(RouteFileContent.FileContent file) {
            watch.begin(file);
            try {
                CheckSyntax.check(file);
                ParsedFile.of(file, scratch.camel()).addRoutes();
                return connectorName(file);
            } catch (RouteFileRefused e) {
                return List.of(e.problem());
            } catch (ConnectorFileException e) {
                return List.of(RouteFileProblem.of(file.name(), e));
            } catch (Exception | LinkageError | StackOverflowError e) {
                return List.of(new ExplainFailure(file, List.of()).explain(e));
            }
        }

        /**
         * Requires that the connector has the name of its file: routes call it by its own name, and people look for the file by
         * that name.
         */
        private List<RouteFileProblem> connectorName(RouteFileContent.FileContent file) {
            String name = Connectors.name(file.name());
            boolean exists = scratch
                    .camel()
                    .getCamelContextExtension()
                    .getContextPlugin(Model.class)
                    .getRouteTemplateDefinitions()
                    .stream()
                    .anyMatch(template -> name.equals(template.getId()));
            return exists
                    ? List.of()
                    : List.of(new RouteFileProblem(
                            file.name(),
                            SourceLocation.UNKNOWN,
                            "the file defines no connector named " + name,
                            "set metadata.name to the name of the file"));
        }

        private void removeCycles() {
            Model model = scratch.camel().getCamelContextExtension().getContextPlugin(Model.class);
            ConnectorCycle cycle = new ConnectorCycle(scratch.camel());
            List<RouteFileProblem> cycles = new ArrayList<>();
            checked.keySet()
                    .forEach(file -> cycle.of(Connectors.name(file))
                            .ifPresent(path -> cycles.add(new RouteFileProblem(
                                    file,
                                    SourceLocation.UNKNOWN,
                                    "the connector calls itself (" + path + ")",
                                    "remove one of the calls"))));
            for (RouteFileProblem problem : cycles) {
                add(problem);
                model.getRouteTemplateDefinitions()
                        .removeIf(template -> Connectors.name(problem.file()).equals(template.getId()));
                ConnectorCatalog.of(scratch.camel()).remove(Connectors.name(problem.file()));
            }
        }

        /**
         * File that Camel can parse at least in part.
         *
         * @param rest content without the parts that the schema does not allow
         * @param mistakes problems of the removed parts
         */
        private record Readable(
                RouteFileContent.FileContent file,
                RouteFileContent.FileContent rest,
                List<RouteFileProblem> mistakes,
                ParsedFile parsed) {}

        /** Loads the configurations of a file. Precedes all routes, because a route can use the configurations of any file. */
        private Optional<Readable> configurations(RouteFileContent.FileContent file) {
            List<RouteFileProblem> mistakes = List.of();
            watch.begin(file);
            try {
                CheckSyntax.check(file);
                CheckTopLevel.Checked top = CheckTopLevel.check(file);
                List<RouteFileProblem> topLevelProblems = new ArrayList<>(top.problems());
                topLevelProblems.addAll(
                        new CheckBeans(environment.beans(), beanOwners).check(file.name(), top.beans()));
                topLevelProblems.addAll(duplicateConfigurations(file.name(), top.configurations()));
                if (!topLevelProblems.isEmpty()) {
                    put(file, topLevelProblems, RouteFileSummary.NOTHING);
                    return Optional.empty();
                }
                RouteFileContent.FileContent rest = file;
                if (!file.isXml()) {
                    CheckSchema.Checked schema = CheckSchema.check(file);
                    mistakes = schema.problems();
                    rest = schema.rest();
                }
                ParsedFile parsed = ParsedFile.of(rest, scratch.camel());
                parsed.addConfigurations();
                return Optional.of(new Readable(file, rest, mistakes, parsed));
            } catch (RouteFileRefused e) {
                put(file, List.of(e.problem()), RouteFileSummary.NOTHING);
            } catch (Exception | LinkageError | StackOverflowError e) {
                List<RouteFileProblem> failure = new ExplainFailure(file, List.of()).explainAll(e);
                put(file, mistakes.isEmpty() ? failure : mistakes, RouteFileSummary.NOTHING);
            }
            return Optional.empty();
        }

        /**
         * Refuses ids that another file uses: routes with this id would get both configurations, and both ways of handling
         * errors.
         */
        private List<RouteFileProblem> duplicateConfigurations(String file, Map<String, SourceLocation> ids) {
            List<RouteFileProblem> duplicates = new ArrayList<>();
            ids.forEach((id, place) -> {
                String owner = configurationOwners.putIfAbsent(id, file);
                if (owner != null) {
                    duplicates.add(new RouteFileProblem(
                            file,
                            place,
                            "the routeConfiguration id " + id + " is already used in " + owner,
                            "rename one of the two"));
                }
            });
            return duplicates;
        }

        private void routes(Readable readable) {
            RouteFileContent.FileContent file = readable.file();
            watch.begin(file);
            boolean isWhole = readable.mistakes().isEmpty();
            readable.parsed().removeConfigurations();
            // A file with problems must not reserve route ids.
            BuildRoutes build =
                    new BuildRoutes(readable.rest(), scratch.camel(), isWhole ? owners : new HashMap<>(owners));
            List<RouteFileProblem> problems = new ArrayList<>(readable.mistakes());
            build.build().stream()
                    .filter(problem -> isWhole
                            || problem.line()
                                    .isPresent()) // without a line, it may be a consequence of the removed parts
                    .forEach(problems::add);
            problems.sort(Comparator.comparingInt(problem -> problem.line().orElse(0)));
            put(
                    file,
                    List.copyOf(problems),
                    new RouteFileSummary(
                            build.routeIds(),
                            readable.parsed().configurations().stream()
                                    .map(RouteConfigurationDefinition::getId)
                                    .map(Optional::ofNullable)
                                    .toList(),
                            build.usedConfigurations()));
        }
    }
}
