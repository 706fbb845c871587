package dev.sealpost.route.file;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Files of a deployment, read once: later changes of the folder have no effect.
 *
 * @param version version of the deployment
 * @param files its files, and those in the jar that complete a home folder
 */
public record DeployedFiles(long version, RouteFilesSnapshot files) {

    /**
     * Reads the files of a deployment.
     *
     * @param folder contains {@code routes/} and {@code connectors/}, like a home folder
     */
    public static DeployedFiles read(long version, Path folder) {
        RouteFiles files = new RouteFiles(folder, DeployedFiles.class.getClassLoader());
        return new DeployedFiles(version, new RouteFilesSnapshot(load(files.connectors()), load(files.routes())));
    }

    private static Map<String, RouteFileContent> load(List<RouteFile> files) {
        Map<String, RouteFileContent> contents = new LinkedHashMap<>();
        files.forEach(file -> contents.put(file.name(), file.load()));
        return contents;
    }
}
