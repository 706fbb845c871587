package dev.sealpost.route.load;

import dev.sealpost.route.check.CheckFiles;
import dev.sealpost.route.check.CheckedFile;
import dev.sealpost.route.check.CheckedFile.RouteFileSummary;
import dev.sealpost.route.file.Connectors;
import dev.sealpost.route.file.RouteFileContent;
import dev.sealpost.route.file.RouteFileProblem;
import dev.sealpost.route.file.RouteFilesSnapshot;
import dev.sealpost.route.load.LoadedFiles.Change;
import dev.sealpost.route.load.LoadedFiles.Loaded;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.camel.model.RouteConfigurationDefinition;

/**
 * Decides what a look at the files asks for: which are good, which of them changed, and whose routes are made of what
 * changed elsewhere. A file that is wrong counts as it runs now.
 */
final class ReloadPlanner {

    private final CheckFiles check;
    private final LoadedFiles loaded;

    ReloadPlanner(CheckFiles check, LoadedFiles loaded) {
        this.check = check;
        this.loaded = loaded;
    }

    /**
     * What to do.
     *
     * @param problems of the files that are wrong
     */
    public record Plan(Change change, List<RouteFileProblem> problems) {}

    /** @param failed files whose content could not be started although nothing is wrong with it, and what was said */
    Plan plan(RouteFilesSnapshot seen, Map<RouteFileContent, RouteFileProblem> failed) {
        return new Planning(seen).plan(failed);
    }

    /** One plan. */
    private final class Planning {

        private final RouteFilesSnapshot seen;
        private final Map<String, RouteFileContent> connectors;
        private final Map<String, RouteFileContent> routes = new LinkedHashMap<>();
        private final List<RouteFileProblem> problems = new ArrayList<>();

        Planning(RouteFilesSnapshot seen) {
            this.seen = seen;
            this.connectors = new LinkedHashMap<>(seen.connectors());
            // Of two routes with one id, the one that runs is right: it comes first.
            seen.routes().entrySet().stream()
                    .filter(file -> isRunning(file.getKey(), file.getValue()))
                    .forEach(file -> routes.put(file.getKey(), file.getValue()));
            seen.routes().forEach(routes::putIfAbsent);
        }

        Plan plan(Map<RouteFileContent, RouteFileProblem> failed) {
            failed.forEach((file, problem) -> {
                if (file.equals(routes.get(problem.file()))) {
                    setAside(problem.file(), List.of(problem));
                }
            });
            Map<String, CheckedFile> checked = check.check(connectors.values(), routes.values());
            while (setWrongAside(checked.values())) {
                checked = check.check(connectors.values(), routes.values());
            }
            return new Plan(change(checked), List.copyOf(problems));
        }

        private boolean isRunning(String name, RouteFileContent found) {
            return running(name).filter(found::equals).isPresent();
        }

        private Optional<RouteFileContent.Content> running(String name) {
            return loaded.connector(name).or(() -> loaded.routes(name).map(Loaded::content));
        }

        /**
         * True when the rest has to be looked at again. What changed is set aside first: a file that runs may be wrong only
         * because what it is made of was taken from under it, and is not, once that counts as it was.
         */
        private boolean setWrongAside(Collection<CheckedFile> checked) {
            List<CheckedFile> wrong =
                    checked.stream().filter(file -> !file.isGood()).toList();
            List<CheckedFile> changed = wrong.stream()
                    .filter(file -> file.content()
                            .filter(content -> isRunning(file.name(), content))
                            .isEmpty())
                    .toList();
            (changed.isEmpty() ? wrong : changed).forEach(file -> setAside(file.name(), file.problems()));
            return !wrong.isEmpty();
        }

        private void setAside(String name, List<RouteFileProblem> why) {
            problems.addAll(why);
            Map<String, RouteFileContent> files = connectors.containsKey(name) ? connectors : routes;
            RouteFileContent wrong = files.remove(name);
            running(name).filter(content -> !content.equals(wrong)).ifPresent(content -> files.put(name, content));
        }

        private Change change(Map<String, CheckedFile> checked) {
            Map<String, Optional<RouteFileContent.Content>> changed = new TreeMap<>();
            changed(routes).forEach(file -> changed.put(file.name(), Optional.of(file)));
            loaded.routes().stream()
                    .filter(name -> !seen.routes().containsKey(name))
                    .forEach(name -> changed.put(name, Optional.empty()));

            Map<String, Optional<RouteFileContent.Content>> changedConnectors = new TreeMap<>();
            changed(connectors).forEach(file -> changedConnectors.put(file.name(), Optional.of(file)));
            loaded.connectors().stream()
                    .filter(name -> !seen.connectors().containsKey(name) && isUnused(name, changed.keySet()))
                    .forEach(name -> changedConnectors.put(name, Optional.empty()));

            Set<String> names = withCallers(changedConnectors.keySet());
            List<Optional<String>> configurations = configurations(changed.keySet(), checked);
            contents(routes)
                    .filter(file -> names.stream().anyMatch(name -> Connectors.isNamedIn(file.text(), name))
                            || holding(file.name(), checked).usesAny(configurations))
                    .forEach(file -> changed.put(file.name(), Optional.of(file)));
            return new Change(changedConnectors, changed);
        }

        private List<RouteFileContent.Content> changed(Map<String, RouteFileContent> files) {
            return contents(files).filter(file -> !isRunning(file.name(), file)).toList();
        }

        private Stream<RouteFileContent.Content> contents(Map<String, RouteFileContent> files) {
            return List.copyOf(files.values()).stream()
                    .filter(RouteFileContent.Content.class::isInstance)
                    .map(RouteFileContent.Content.class::cast);
        }

        /** Whether no route that runs on as it is calls the connector. */
        private boolean isUnused(String connector, Set<String> changed) {
            return loaded.routes().stream()
                    .filter(name -> !changed.contains(name))
                    .flatMap(name -> loaded.routes(name).stream())
                    .noneMatch(file -> Connectors.isNamedIn(file.content().text(), Connectors.name(connector)));
        }

        /** The names of these connectors, and of those that call them. */
        private Set<String> withCallers(Set<String> files) {
            Set<String> names = new HashSet<>();
            files.forEach(file -> names.add(Connectors.name(file)));
            boolean more = !names.isEmpty();
            while (more) {
                more = contents(connectors)
                        .filter(file -> names.stream().anyMatch(name -> Connectors.isNamedIn(file.text(), name)))
                        .map(file -> names.add(Connectors.name(file.name())))
                        .toList()
                        .contains(true);
            }
            return names;
        }

        /** What is common to routes in these files, as they run and as they will. */
        private List<Optional<String>> configurations(Set<String> files, Map<String, CheckedFile> checked) {
            List<Optional<String>> configurations = new ArrayList<>();
            for (String file : files) {
                configurations.addAll(holding(file, checked).configurations());
                loaded.routes(file)
                        .ifPresent(running -> running.parsed().configurations().stream()
                                .map(RouteConfigurationDefinition::getId)
                                .map(Optional::ofNullable)
                                .forEach(configurations::add));
            }
            return configurations;
        }

        private static RouteFileSummary holding(String file, Map<String, CheckedFile> checked) {
            return Optional.ofNullable(checked.get(file))
                    .map(CheckedFile::holding)
                    .orElse(RouteFileSummary.NOTHING);
        }
    }
}
