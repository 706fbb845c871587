package dev.sealpost.route.file;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Finds the files of a home folder and the requested files, for the commands. */
public final class HomeFiles {

    private final RouteFiles files;

    public HomeFiles(Path home) {
        this.files = new RouteFiles(home, HomeFiles.class.getClassLoader());
    }

    /**
     * Files to check.
     *
     * @param requested names of the requested files; routes may need the others
     */
    public record SelectedFiles(
            Map<String, RouteFileContent> connectors, Map<String, RouteFileContent> routes, Set<String> requested) {}

    /** @param paths folders and files; none: the whole home folder */
    public SelectedFiles select(List<Path> paths) {
        Map<String, RouteFileContent> connectors = find(files.connectors());
        Map<String, RouteFileContent> home = find(files.routes());
        if (paths.isEmpty()) {
            Set<String> all = new TreeSet<>(connectors.keySet());
            all.addAll(home.keySet());
            return new SelectedFiles(connectors, home, all);
        }
        Map<String, RouteFileContent> routes = new LinkedHashMap<>();
        paths.forEach(path -> routes.putAll(find(files.at(path.toAbsolutePath()))));
        Set<String> requested = new TreeSet<>(routes.keySet());
        home.forEach(routes::putIfAbsent);
        return new SelectedFiles(connectors, routes, requested);
    }

    private static Map<String, RouteFileContent> find(List<RouteFile> files) {
        Map<String, RouteFileContent> contents = new LinkedHashMap<>();
        files.forEach(file -> contents.put(file.name(), file.load()));
        return contents;
    }
}
