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
 * Plans a reload: finds the valid and changed files, and the files that depend on changes. For an invalid file, the running
 * content applies.
 */
final class ReloadPlanner {

    private final CheckFiles check;
    private final LoadedFiles loaded;

    ReloadPlanner(CheckFiles check, LoadedFiles loaded) {
        this.check = check;
        this.loaded = loaded;
    }

    /**
     * Planned change.
     *
     * @param problems the problems of invalid files
     */
    public record Plan(Change change, List<RouteFileProblem> problems) {}

    /** @param failed files whose valid content failed to start, with their problems */
    Plan plan(RouteFilesSnapshot snapshot, Map<RouteFileContent, RouteFileProblem> failed) {
        return new Planning(snapshot).plan(failed);
    }

    /** State of one planning run. */
    private final class Planning {

        private final RouteFilesSnapshot snapshot;
        private final Map<String, RouteFileContent> connectors;
        private final Map<String, RouteFileContent> routes = new LinkedHashMap<>();
        private final List<RouteFileProblem> problems = new ArrayList<>();

        Planning(RouteFilesSnapshot snapshot) {
            this.snapshot = snapshot;
            this.connectors = new NeededConnectors(snapshot.connectors()).of(texts(snapshot));
            // Running files come first, so that they win over others with the same route id.
            snapshot.routes().entrySet().stream()
                    .filter(file -> isRunning(file.getKey(), file.getValue()))
                    .forEach(file -> routes.put(file.getKey(), file.getValue()));
            snapshot.routes().forEach(routes::putIfAbsent);
        }

        /** Returns the texts of all route files, new and running. */
        private List<String> texts(RouteFilesSnapshot files) {
            return Stream.concat(
                            contents(files.routes()),
                            loaded.routes().stream()
                                    .flatMap(name -> loaded.routes(name).stream())
                                    .map(Loaded::content))
                    .map(RouteFileContent.FileContent::text)
                    .toList();
        }

        Plan plan(Map<RouteFileContent, RouteFileProblem> failed) {
            failed.forEach((file, problem) -> {
                if (file.equals(routes.get(problem.file()))) {
                    setAside(problem.file(), List.of(problem));
                }
            });
            Map<String, CheckedFile> checked = check.check(connectors.values(), routes.values());
            while (setInvalidAside(checked.values())) {
                checked = check.check(connectors.values(), routes.values());
            }
            return new Plan(change(checked), List.copyOf(problems));
        }

        private boolean isRunning(String name, RouteFileContent content) {
            return running(name).filter(content::equals).isPresent();
        }

        private Optional<RouteFileContent.FileContent> running(String name) {
            return loaded.connector(name).or(() -> loaded.routes(name).map(Loaded::content));
        }

        /**
         * Sets invalid files aside; returns true if the rest must be checked again. Changed files go first: a running file may
         * be invalid only because of an invalid change elsewhere.
         */
        private boolean setInvalidAside(Collection<CheckedFile> checked) {
            List<CheckedFile> invalid =
                    checked.stream().filter(file -> !file.isGood()).toList();
            List<CheckedFile> changed = invalid.stream()
                    .filter(file -> file.content()
                            .filter(content -> isRunning(file.name(), content))
                            .isEmpty())
                    .toList();
            (changed.isEmpty() ? invalid : changed).forEach(file -> setAside(file.name(), file.problems()));
            return !invalid.isEmpty();
        }

        private void setAside(String name, List<RouteFileProblem> why) {
            problems.addAll(why);
            Map<String, RouteFileContent> files = connectors.containsKey(name) ? connectors : routes;
            RouteFileContent invalid = files.remove(name);
            running(name).filter(content -> !content.equals(invalid)).ifPresent(content -> files.put(name, content));
        }

        private Change change(Map<String, CheckedFile> checked) {
            Map<String, Optional<RouteFileContent.FileContent>> changed = new TreeMap<>();
            changed(routes).forEach(file -> changed.put(file.name(), Optional.of(file)));
            loaded.routes().stream()
                    .filter(name -> !snapshot.routes().containsKey(name))
                    .forEach(name -> changed.put(name, Optional.empty()));

            Map<String, Optional<RouteFileContent.FileContent>> changedConnectors = new TreeMap<>();
            changed(connectors).forEach(file -> changedConnectors.put(file.name(), Optional.of(file)));
            loaded.connectors().stream()
                    .filter(name -> !connectors.containsKey(name) && isUnused(name, changed.keySet()))
                    .forEach(name -> changedConnectors.put(name, Optional.empty()));

            Set<String> names = withCallers(changedConnectors.keySet());
            List<Optional<String>> configurations = configurations(changed.keySet(), checked);
            contents(routes)
                    .filter(file -> names.stream().anyMatch(name -> Connectors.isNamedIn(file.text(), name))
                            || summary(file.name(), checked).usesAny(configurations))
                    .forEach(file -> changed.put(file.name(), Optional.of(file)));
            return new Change(changedConnectors, changed);
        }

        private List<RouteFileContent.FileContent> changed(Map<String, RouteFileContent> files) {
            return contents(files).filter(file -> !isRunning(file.name(), file)).toList();
        }

        private Stream<RouteFileContent.FileContent> contents(Map<String, RouteFileContent> files) {
            return List.copyOf(files.values()).stream()
                    .filter(RouteFileContent.FileContent.class::isInstance)
                    .map(RouteFileContent.FileContent.class::cast);
        }

        /** Returns true if no unchanged route calls the connector. */
        private boolean isUnused(String connector, Set<String> changed) {
            return loaded.routes().stream()
                    .filter(name -> !changed.contains(name))
                    .flatMap(name -> loaded.routes(name).stream())
                    .noneMatch(file -> Connectors.isNamedIn(file.content().text(), Connectors.name(connector)));
        }

        /** Returns the names of these connectors and of their callers. */
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

        /** Returns the route configurations of these files, both running and new. */
        private List<Optional<String>> configurations(Set<String> files, Map<String, CheckedFile> checked) {
            List<Optional<String>> configurations = new ArrayList<>();
            for (String file : files) {
                configurations.addAll(summary(file, checked).configurations());
                loaded.routes(file)
                        .ifPresent(running -> running.parsed().configurations().stream()
                                .map(RouteConfigurationDefinition::getId)
                                .map(Optional::ofNullable)
                                .forEach(configurations::add));
            }
            return configurations;
        }

        private static RouteFileSummary summary(String file, Map<String, CheckedFile> checked) {
            return Optional.ofNullable(checked.get(file))
                    .map(CheckedFile::summary)
                    .orElse(RouteFileSummary.NOTHING);
        }
    }
}
