package dev.sealpost.route;

import dev.sealpost.route.CheckedFile.Holding;
import java.util.ArrayList;
import java.util.Collection;
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
final class CheckFiles {

    private final Surroundings around;

    CheckFiles(Surroundings around) {
        this.around = around;
    }

    /**
     * All that is wrong with each file.
     *
     * @param routes of two with the same route id, the one that comes first is right
     */
    Map<String, CheckedFile> check(Collection<Found> connectors, Collection<Found> routes) {
        try (ScratchCamel scratch = ScratchCamel.open(around, Calls.NONE)) {
            return new Check(scratch).check(connectors, routes);
        }
    }

    /** One check. */
    private static final class Check {

        private final ScratchCamel scratch;
        private final Map<String, CheckedFile> checked = new LinkedHashMap<>();
        private final Map<String, String> owners = new HashMap<>();

        Check(ScratchCamel scratch) {
            this.scratch = scratch;
        }

        Map<String, CheckedFile> check(Collection<Found> connectors, Collection<Found> routes) {
            contents(connectors).forEach(file -> put(file, connector(file), Holding.NOTHING));
            List<Found.Content> readable = contents(routes);
            Map<Found.Content, ParsedFile> shared = new HashMap<>();
            for (Found.Content file : readable) {
                configurations(file).ifPresent(parsed -> shared.put(file, parsed));
            }
            for (Found.Content file : readable) {
                if (shared.containsKey(file)) {
                    routes(file, shared.get(file));
                }
            }
            return checked;
        }

        private List<Found.Content> contents(Collection<Found> files) {
            List<Found.Content> contents = new ArrayList<>();
            for (Found file : files) {
                switch (file) {
                    case Found.Content content -> contents.add(content);
                    case Found.Refused(RouteFileProblem problem) ->
                        checked.put(
                                problem.file(),
                                new CheckedFile(problem.file(), Optional.empty(), List.of(problem), Holding.NOTHING));
                }
            }
            return contents;
        }

        private void put(Found.Content file, List<RouteFileProblem> problems, Holding holding) {
            checked.put(file.name(), new CheckedFile(file.name(), Optional.of(file), problems, holding));
        }

        private List<RouteFileProblem> connector(Found.Content file) {
            try {
                CheckSyntax.check(file);
                ParsedFile.of(file, scratch.camel()).addRoutes();
                return connectorName(file);
            } catch (RouteFileRefused e) {
                return List.of(e.problem());
            } catch (Exception | StackOverflowError e) {
                return List.of(new ExplainFailure(file, List.of()).explain(e));
            }
        }

        /** A route calls a connector by the name inside the file, and people look for a file of that name. */
        private List<RouteFileProblem> connectorName(Found.Content file) {
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
                            Place.UNKNOWN,
                            "the file holds no connector named " + name,
                            "set metadata.name to the name of the file"));
        }

        /** Before all routes: they name what is common in whichever file it is. */
        private Optional<ParsedFile> configurations(Found.Content file) {
            try {
                CheckSyntax.check(file);
                ParsedFile parsed = ParsedFile.of(file, scratch.camel());
                parsed.addConfigurations();
                return Optional.of(parsed);
            } catch (RouteFileRefused e) {
                put(file, List.of(e.problem()), Holding.NOTHING);
            } catch (Exception | StackOverflowError e) {
                put(file, List.of(new ExplainFailure(file, List.of()).explain(e)), Holding.NOTHING);
            }
            return Optional.empty();
        }

        private void routes(Found.Content file, ParsedFile parsed) {
            parsed.removeConfigurations();
            BuildRoutes build = new BuildRoutes(file, scratch.camel(), owners);
            List<RouteFileProblem> problems = build.build();
            put(
                    file,
                    problems,
                    new Holding(
                            build.routeIds(),
                            parsed.configurations().stream()
                                    .map(RouteConfigurationDefinition::getId)
                                    .map(Optional::ofNullable)
                                    .toList(),
                            build.wanted()));
        }
    }
}
