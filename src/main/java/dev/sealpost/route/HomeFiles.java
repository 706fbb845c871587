package dev.sealpost.route;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The files of a home, and those that somebody asks about, as the commands look at them. */
final class HomeFiles {

    private final RouteFiles files;

    HomeFiles(Path home) {
        this.files = new RouteFiles(home, HomeFiles.class.getClassLoader());
    }

    /**
     * Files to look at.
     *
     * @param asked the names of those asked about; the others are there because routes may need them
     */
    record Asked(Map<String, Found> connectors, Map<String, Found> routes, Set<String> asked) {}

    /** @param given folders and files; none: all of the home */
    Asked ask(List<Path> given) {
        Map<String, Found> connectors = find(files.connectors());
        Map<String, Found> home = find(files.routes());
        if (given.isEmpty()) {
            Set<String> all = new TreeSet<>(connectors.keySet());
            all.addAll(home.keySet());
            return new Asked(connectors, home, all);
        }
        Map<String, Found> routes = new LinkedHashMap<>();
        given.forEach(path -> routes.putAll(find(files.at(path.toAbsolutePath()))));
        Set<String> asked = new TreeSet<>(routes.keySet());
        home.forEach(routes::putIfAbsent);
        return new Asked(connectors, routes, asked);
    }

    private static Map<String, Found> find(List<RouteFile> files) {
        Map<String, Found> found = new LinkedHashMap<>();
        files.forEach(file -> found.put(file.name(), file.find()));
        return found;
    }
}
