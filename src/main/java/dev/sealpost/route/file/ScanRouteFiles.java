package dev.sealpost.route.file;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Scans the files and the secrets that they name: those of the home folder, or those of a deployment. A file that changed since
 * the last scan may still be being written and counts as unchanged; its content is accepted once two scans agree.
 */
public final class ScanRouteFiles {

    private final RouteFiles files;
    private final SecretFiles secrets;
    private final Map<String, RouteFileContent> insideJar = new HashMap<>(); // never changes
    private RouteFilesSnapshot last = RouteFilesSnapshot.NOTHING;
    private RouteFilesSnapshot accepted = RouteFilesSnapshot.NOTHING;
    private volatile Optional<DeployedFiles> deployed = Optional.empty();

    public ScanRouteFiles(RouteFiles files, SecretFiles secrets) {
        this.files = files;
        this.secrets = secrets;
    }

    /** Uses the files of a deployment instead of the home folder, or the home folder again. */
    public void use(Optional<DeployedFiles> files) {
        deployed = files;
    }

    /** Returns the deployment whose files are used; empty: the home folder. */
    public Optional<DeployedFiles> deployed() {
        return deployed;
    }

    /** Returns the current files. */
    public RouteFilesSnapshot now() {
        RouteFilesSnapshot now = read();
        last = now;
        accepted = now;
        return now;
    }

    /** Returns the current files, with the earlier content of those that are changing. */
    public RouteFilesSnapshot settled() {
        RouteFilesSnapshot now = read();
        RouteFilesSnapshot settled = new RouteFilesSnapshot(
                settled(now.connectors(), last.connectors(), accepted.connectors()),
                settled(now.routes(), last.routes(), accepted.routes()));
        last = now;
        accepted = settled;
        return settled;
    }

    private RouteFilesSnapshot read() {
        return deployed.map(deployment -> new RouteFilesSnapshot(
                        withSecrets(deployment.files().connectors()),
                        withSecrets(deployment.files().routes())))
                .orElseGet(() -> new RouteFilesSnapshot(read(files.connectors()), read(files.routes())));
    }

    private Map<String, RouteFileContent> withSecrets(Map<String, RouteFileContent> contents) {
        Map<String, RouteFileContent> all = new TreeMap<>();
        contents.forEach((name, content) -> all.put(name, secrets.in(content)));
        return all;
    }

    private Map<String, RouteFileContent> read(List<RouteFile> files) {
        Map<String, RouteFileContent> contents = new TreeMap<>();
        for (RouteFile file : files) {
            RouteFileContent content = file.name().startsWith(RouteFiles.JAR)
                    ? insideJar.computeIfAbsent(file.name(), name -> file.load())
                    : file.load();
            contents.put(file.name(), secrets.in(content));
        }
        return contents;
    }

    private static Map<String, RouteFileContent> settled(
            Map<String, RouteFileContent> now,
            Map<String, RouteFileContent> last,
            Map<String, RouteFileContent> accepted) {
        Map<String, RouteFileContent> settled = new TreeMap<>();
        Set<String> names = new TreeSet<>(now.keySet());
        names.addAll(accepted.keySet());
        for (String name : names) {
            boolean same = now.containsKey(name) ? now.get(name).equals(last.get(name)) : !last.containsKey(name);
            RouteFileContent content = same ? now.get(name) : accepted.get(name);
            if (content != null) {
                settled.put(name, content);
            }
        }
        return settled;
    }
}
