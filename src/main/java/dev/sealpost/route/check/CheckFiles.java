package dev.sealpost.route.check;

import dev.sealpost.route.check.CheckedFile.RouteFileSummary;
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
 * Checks files as a whole before anything that runs is touched: syntax, steps, options, placeholders, beans, the parameters
 * of connectors and ids, by building every route in a {@link ScratchCamel}.
 */
public final class CheckFiles {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final RouteEnvironment around;
    private final Duration patience;

    /** By name, and not tried again: each costs its time, and may leave a thread behind. */
    private final Map<String, RouteFileContent> stuck = new HashMap<>();

    public CheckFiles(RouteEnvironment around) {
        this(around, PATIENCE);
    }

    /** @param patience with each file */
    public CheckFiles(RouteEnvironment around, Duration patience) {
        this.around = around;
        this.patience = patience;
    }

    /**
     * Returns all problems of each file.
     *
     * @param routes of two with the same route id, the one that comes first is right
     */
    public Map<String, CheckedFile> check(
            Collection<RouteFileContent> connectors, Collection<RouteFileContent> routes) {
        while (true) {
            List<RouteFileContent> offeredConnectors = offered(connectors);
            List<RouteFileContent> offeredRoutes = offered(routes);
            WatchedCheck watch = new WatchedCheck(patience);
            ScratchCamel scratch = ScratchCamel.open(around, Calls.NONE);
            try {
                return watch.run(
                        () -> new Check(around, scratch, watch).check(offeredConnectors, offeredRoutes),
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
                                "the check of the file does not come to an end within " + patience.toSeconds()
                                        + " s: something that it makes, such as a bean, waits or computes for ever",
                                "take that out; the file is not tried again until it changes"))
                        : file)
                .toList();
    }

    private boolean isStuck(RouteFileContent.FileContent file) {
        return Optional.ofNullable(stuck.get(file.name())).filter(file::equals).isPresent();
    }

    /** State of one check. */
    private static final class Check {

        private final RouteEnvironment around;
        private final ScratchCamel scratch;
        private final WatchedCheck watch;
        private final Map<String, CheckedFile> checked = new LinkedHashMap<>();
        private final Map<String, String> owners = new HashMap<>();
        private final Map<String, String> beanOwners = new HashMap<>();
        private final Map<String, String> configurationOwners = new HashMap<>();

        Check(RouteEnvironment around, ScratchCamel scratch, WatchedCheck watch) {
            this.around = around;
            this.scratch = scratch;
            this.watch = watch;
        }

        public Map<String, CheckedFile> check(
                Collection<RouteFileContent> connectors, Collection<RouteFileContent> routes) {
            contents(connectors).forEach(file -> put(file, connector(file), RouteFileSummary.NOTHING));
            removeCircles();
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
            } catch (Exception | LinkageError | StackOverflowError e) {
                return List.of(new ExplainFailure(file, List.of()).explain(e));
            }
        }

        /** A route calls a connector by the name inside the file, and people look for a file of that name. */
        private List<RouteFileProblem> connectorName(RouteFileContent.FileContent file) {
            String name = Connectors.name(file.name());
            boolean there = scratch
                    .camel()
                    .getCamelContextExtension()
                    .getContextPlugin(Model.class)
                    .getRouteTemplateDefinitions()
                    .stream()
                    .anyMatch(template -> name.equals(template.getId()));
            return there
                    ? List.of()
                    : List.of(new RouteFileProblem(
                            file.name(),
                            SourceLocation.UNKNOWN,
                            "the file holds no connector named " + name,
                            "set metadata.name to the name of the file"));
        }

        private void removeCircles() {
            Model model = scratch.camel().getCamelContextExtension().getContextPlugin(Model.class);
            ConnectorCircle circle = new ConnectorCircle(model);
            List<RouteFileProblem> circles = new ArrayList<>();
            checked.keySet()
                    .forEach(file -> circle.of(Connectors.name(file))
                            .ifPresent(way -> circles.add(new RouteFileProblem(
                                    file,
                                    SourceLocation.UNKNOWN,
                                    "the connector calls itself (" + way + ")",
                                    "leave out one of the calls"))));
            for (RouteFileProblem problem : circles) {
                add(problem);
                model.getRouteTemplateDefinitions()
                        .removeIf(template -> Connectors.name(problem.file()).equals(template.getId()));
            }
        }

        /**
         * A file of which Camel understands something.
         *
         * @param rest of its content, without what the schema does not know
         * @param mistakes what was left out for
         */
        private record Readable(
                RouteFileContent.FileContent file,
                RouteFileContent.FileContent rest,
                List<RouteFileProblem> mistakes,
                ParsedFile parsed) {}

        /** Before all routes: they name what is common in whichever file it is. */
        private Optional<Readable> configurations(RouteFileContent.FileContent file) {
            List<RouteFileProblem> mistakes = List.of();
            watch.begin(file);
            try {
                CheckSyntax.check(file);
                CheckTopLevel.Checked top = CheckTopLevel.check(file);
                List<RouteFileProblem> reaching = new ArrayList<>(top.problems());
                reaching.addAll(new CheckBeans(around.beans(), beanOwners).check(file.name(), top.beans()));
                reaching.addAll(takenConfigurations(file.name(), top.configurations()));
                if (!reaching.isEmpty()) {
                    put(file, reaching, RouteFileSummary.NOTHING);
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

        /** The routes that name one would get both, with whatever a second file makes of their failures. */
        private List<RouteFileProblem> takenConfigurations(String file, Map<String, SourceLocation> ids) {
            List<RouteFileProblem> taken = new ArrayList<>();
            ids.forEach((id, place) -> {
                String owner = configurationOwners.putIfAbsent(id, file);
                if (owner != null) {
                    taken.add(new RouteFileProblem(
                            file,
                            place,
                            "the routeConfiguration id " + id + " is taken by " + owner,
                            "rename one of the two"));
                }
            });
            return taken;
        }

        private void routes(Readable readable) {
            RouteFileContent.FileContent file = readable.file();
            watch.begin(file);
            boolean isWhole = readable.mistakes().isEmpty();
            readable.parsed().removeConfigurations();
            // What is left of a file takes no id from a file that is good.
            BuildRoutes build =
                    new BuildRoutes(readable.rest(), scratch.camel(), isWhole ? owners : new HashMap<>(owners));
            List<RouteFileProblem> problems = new ArrayList<>(readable.mistakes());
            build.build().stream()
                    .filter(problem -> isWhole || problem.line().isPresent()) // else it may be what was left out
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
                            build.wanted()));
        }
    }
}
