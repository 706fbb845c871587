package dev.sealpost.route;

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
final class LookAtFiles {

    private final RouteFiles files;
    private final SecretFiles secrets;
    private final Map<String, Found> insideJar = new HashMap<>(); // which does not change
    private Seen last = Seen.NOTHING;
    private Seen taken = Seen.NOTHING;

    LookAtFiles(RouteFiles files, SecretFiles secrets) {
        this.files = files;
        this.secrets = secrets;
    }

    /** As they are. */
    Seen now() {
        Seen now = read();
        last = now;
        taken = now;
        return now;
    }

    /** As they are, but for those that change. */
    Seen settled() {
        Seen now = read();
        Seen settled = new Seen(
                settled(now.connectors(), last.connectors(), taken.connectors()),
                settled(now.routes(), last.routes(), taken.routes()));
        last = now;
        taken = settled;
        return settled;
    }

    private Seen read() {
        return new Seen(read(files.connectors()), read(files.routes()));
    }

    private Map<String, Found> read(List<RouteFile> files) {
        Map<String, Found> found = new TreeMap<>();
        for (RouteFile file : files) {
            Found content = file.name().startsWith(RouteFiles.JAR)
                    ? insideJar.computeIfAbsent(file.name(), name -> file.find())
                    : file.find();
            found.put(file.name(), secrets.in(content));
        }
        return found;
    }

    private static Map<String, Found> settled(
            Map<String, Found> now, Map<String, Found> last, Map<String, Found> taken) {
        Map<String, Found> settled = new TreeMap<>();
        Set<String> names = new TreeSet<>(now.keySet());
        names.addAll(taken.keySet());
        for (String name : names) {
            boolean same = now.containsKey(name) ? now.get(name).equals(last.get(name)) : !last.containsKey(name);
            Found found = same ? now.get(name) : taken.get(name);
            if (found != null) {
                settled.put(name, found);
            }
        }
        return settled;
    }
}
