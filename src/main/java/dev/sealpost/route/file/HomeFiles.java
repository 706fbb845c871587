package dev.sealpost.route.file;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The files of a home, and those that somebody asks about, as the commands look at them. */
public final class HomeFiles {

    private final RouteFiles files;

    public HomeFiles(Path home) {
        this.files = new RouteFiles(home, HomeFiles.class.getClassLoader());
    }

    /**
     * Files to look at.
     *
     * @param asked the names of those asked about; the others are there because routes may need them
     */
    public record Asked(
            Map<String, RouteFileContent> connectors, Map<String, RouteFileContent> routes, Set<String> asked) {}

    /** @param given folders and files; none: all of the home */
    public Asked ask(List<Path> given) {
        Map<String, RouteFileContent> connectors = find(files.connectors());
        Map<String, RouteFileContent> home = find(files.routes());
        if (given.isEmpty()) {
            Set<String> all = new TreeSet<>(connectors.keySet());
            all.addAll(home.keySet());
            return new Asked(connectors, home, all);
        }
        Map<String, RouteFileContent> routes = new LinkedHashMap<>();
        given.forEach(path -> routes.putAll(find(files.at(path.toAbsolutePath()))));
        Set<String> asked = new TreeSet<>(routes.keySet());
        home.forEach(routes::putIfAbsent);
        return new Asked(connectors, routes, asked);
    }

    private static Map<String, RouteFileContent> find(List<RouteFile> files) {
        Map<String, RouteFileContent> found = new LinkedHashMap<>();
        files.forEach(file -> found.put(file.name(), file.find()));
        return found;
    }
}
