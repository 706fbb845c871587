package dev.sealpost.route.file;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Looks at the files, and at the secrets that they name, again and again. What is different from one look to the next is still
 * being written and counts as it was before: a file is taken once two looks found the same in it.
 */
public final class ScanRouteFiles {

    private final RouteFiles files;
    private final SecretFiles secrets;
    private final Map<String, RouteFileContent> insideJar = new HashMap<>(); // which does not change
    private RouteFilesSnapshot last = RouteFilesSnapshot.NOTHING;
    private RouteFilesSnapshot taken = RouteFilesSnapshot.NOTHING;

    public ScanRouteFiles(RouteFiles files, SecretFiles secrets) {
        this.files = files;
        this.secrets = secrets;
    }

    /** As they are. */
    public RouteFilesSnapshot now() {
        RouteFilesSnapshot now = read();
        last = now;
        taken = now;
        return now;
    }

    /** As they are, but for those that change. */
    public RouteFilesSnapshot settled() {
        RouteFilesSnapshot now = read();
        RouteFilesSnapshot settled = new RouteFilesSnapshot(
                settled(now.connectors(), last.connectors(), taken.connectors()),
                settled(now.routes(), last.routes(), taken.routes()));
        last = now;
        taken = settled;
        return settled;
    }

    private RouteFilesSnapshot read() {
        return new RouteFilesSnapshot(read(files.connectors()), read(files.routes()));
    }

    private Map<String, RouteFileContent> read(List<RouteFile> files) {
        Map<String, RouteFileContent> found = new TreeMap<>();
        for (RouteFile file : files) {
            RouteFileContent content = file.name().startsWith(RouteFiles.JAR)
                    ? insideJar.computeIfAbsent(file.name(), name -> file.find())
                    : file.find();
            found.put(file.name(), secrets.in(content));
        }
        return found;
    }

    private static Map<String, RouteFileContent> settled(
            Map<String, RouteFileContent> now,
            Map<String, RouteFileContent> last,
            Map<String, RouteFileContent> taken) {
        Map<String, RouteFileContent> settled = new TreeMap<>();
        Set<String> names = new TreeSet<>(now.keySet());
        names.addAll(taken.keySet());
        for (String name : names) {
            boolean same = now.containsKey(name) ? now.get(name).equals(last.get(name)) : !last.containsKey(name);
            RouteFileContent found = same ? now.get(name) : taken.get(name);
            if (found != null) {
                settled.put(name, found);
            }
        }
        return settled;
    }
}
