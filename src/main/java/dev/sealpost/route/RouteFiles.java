package dev.sealpost.route;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** Finds the route files: those of the home folder, or where it has no folder {@code routes/}, those inside the jar. */
final class RouteFiles {

    private static final String FOLDER = "routes";
    private static final List<String> ENDINGS = List.of(".camel.yaml", ".camel.xml");

    /** Every webhook passes through it: an operator who keeps own routes only still has it. */
    private static final String ALWAYS = "webhook-delivery.camel.yaml";

    private final Path home;
    private final PathMatchingResourcePatternResolver classPath;

    RouteFiles(Path home, ClassLoader classes) {
        this.home = home.toAbsolutePath().normalize();
        this.classPath = new PathMatchingResourcePatternResolver(classes);
    }

    /**
     * The files in the order of their names.
     *
     * @throws UncheckedIOException when the folder cannot be listed
     */
    List<RouteFile> find() {
        Path folder = home.resolve(FOLDER);
        if (!Files.isDirectory(folder)) {
            return insideJar("**/*");
        }
        List<RouteFile> files = new ArrayList<>(inFolder(folder));
        if (files.stream().noneMatch(file -> file.name().endsWith("/" + ALWAYS))) {
            files.addAll(insideJar(ALWAYS));
        }
        return files;
    }

    private List<RouteFile> inFolder(Path folder) {
        try (Stream<Path> paths = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
            return paths.filter(path -> isRouteFile(path.getFileName().toString()))
                    .filter(path -> !Files.isDirectory(path))
                    .sorted()
                    .map(path -> new RouteFile(
                            home.relativize(path).toString().replace('\\', '/'), new FileSystemResource(path)))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("The folder " + folder + " cannot be read: " + e.getMessage(), e);
        }
    }

    private List<RouteFile> insideJar(String pattern) {
        try {
            return Arrays.stream(classPath.getResources("classpath*:" + FOLDER + "/" + pattern))
                    .filter(Resource::isReadable)
                    .filter(resource -> isRouteFile(String.valueOf(resource.getFilename())))
                    .map(resource -> new RouteFile("classpath:" + FOLDER + "/" + resource.getFilename(), resource))
                    .sorted(Comparator.comparing(RouteFile::name))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("The routes inside the jar cannot be read: " + e.getMessage(), e);
        }
    }

    private static boolean isRouteFile(String name) {
        return !name.startsWith(".") && ENDINGS.stream().anyMatch(name::endsWith);
    }
}
