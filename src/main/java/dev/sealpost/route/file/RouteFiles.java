package dev.sealpost.route.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** Finds route files and connectors: those of the home folder, or where it has no such folder, those inside the jar. */
public final class RouteFiles {

    /** What the name of a file begins with that is inside the jar. */
    static final String JAR = "classpath:";

    private static final String ROUTES = "routes";
    private static final String CONNECTORS = "connectors";
    private static final List<String> ROUTE_ENDINGS = List.of(".camel.yaml", ".camel.xml");
    private static final List<String> CONNECTOR_ENDINGS = List.of(".kamelet.yaml");

    /** What other tools of Camel load, and what an editor may have added to a name. */
    private static final Pattern MISNAMED =
            Pattern.compile("(?i).*[.](?:ya?ml|xml|json|java|groovy|kts|jsh?)(?:[.]txt)?");

    /** Every webhook passes through it: an operator who keeps own routes only still has it. */
    private static final String ALWAYS = "webhook-delivery.camel.yaml";

    private final Path home;
    private final PathMatchingResourcePatternResolver classPath;
    private final Set<Path> seen = new HashSet<>();
    private final Map<String, List<RouteFile>> jar = new HashMap<>();

    public RouteFiles(Path home, ClassLoader classes) {
        this.home = home.toAbsolutePath().normalize();
        this.classPath = new PathMatchingResourcePatternResolver(classes);
    }

    /**
     * The route files in the order of their names.
     *
     * @throws UncheckedIOException when the folder cannot be listed, or was there and is gone
     */
    List<RouteFile> routes() {
        Path folder = home.resolve(ROUTES);
        if (!isThere(folder)) {
            return insideJar(ROUTES, "**/*", ROUTE_ENDINGS);
        }
        List<RouteFile> files = new ArrayList<>(inFolder(folder, ROUTE_ENDINGS));
        if (files.stream().noneMatch(file -> file.name().endsWith("/" + ALWAYS))) {
            files.addAll(insideJar(ROUTES, ALWAYS, ROUTE_ENDINGS));
        }
        return files;
    }

    /**
     * The connectors in the order of their names.
     *
     * @throws UncheckedIOException when the folder cannot be listed, or was there and is gone
     */
    List<RouteFile> connectors() {
        Path folder = home.resolve(CONNECTORS);
        return isThere(folder) ? inFolder(folder, CONNECTOR_ENDINGS) : insideJar(CONNECTORS, "*", CONNECTOR_ENDINGS);
    }

    /** The route files of another folder, or a file named by the operator. */
    List<RouteFile> at(Path given) {
        Path path = home.resolve(given).normalize();
        return Files.isDirectory(path)
                ? inFolder(path, ROUTE_ENDINGS)
                : List.of(new RouteFile(name(path), new FileSystemResource(path)));
    }

    /** Whether somebody may have meant it as a route or a connector: it would be passed over without a word otherwise. */
    private static boolean isMisnamed(String name) {
        return !name.startsWith(".") && MISNAMED.matcher(name).matches();
    }

    public static boolean isRouteFile(String name) {
        return isNamed(name, ROUTE_ENDINGS);
    }

    /** A folder that vanishes is a disk that is not mounted rather than the wish to stop every route. */
    private boolean isThere(Path folder) {
        if (Files.isDirectory(folder)) {
            seen.add(folder);
            return true;
        }
        if (seen.contains(folder)) {
            throw new UncheckedIOException(
                    new IOException(
                            "The folder " + name(folder)
                                    + " was there at the start and is gone; its routes run on. Put it back, or start again without it."));
        }
        return false;
    }

    private List<RouteFile> inFolder(Path folder, List<String> endings) {
        WalkRouteFiles walk = new WalkRouteFiles(
                folder, name -> isNamed(name, endings) || isMisnamed(name), name -> isNamed(name, endings));
        try {
            Files.walkFileTree(folder, Set.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, walk);
        } catch (IOException e) {
            throw new UncheckedIOException("The folder " + folder + " cannot be read: " + e.getMessage(), e);
        }
        return walk.found().stream().sorted().map(path -> file(path, endings)).toList();
    }

    private RouteFile file(Path path, List<String> endings) {
        RouteFile file = new RouteFile(name(path), new FileSystemResource(path));
        return isNamed(path.getFileName().toString(), endings) || Files.isDirectory(path)
                ? file
                : file.misnamed(endings);
    }

    private String name(Path path) {
        Path shown = path.startsWith(home) ? home.relativize(path) : path;
        return shown.toString().replace('\\', '/');
    }

    /** RouteFileContent once: a jar does not change while it runs. */
    private List<RouteFile> insideJar(String folder, String pattern, List<String> endings) {
        return jar.computeIfAbsent(folder + "/" + pattern, location -> find(folder, location, endings));
    }

    private List<RouteFile> find(String folder, String location, List<String> endings) {
        try {
            return Arrays.stream(classPath.getResources("classpath*:" + location))
                    .filter(Resource::isReadable)
                    .filter(resource -> isNamed(String.valueOf(resource.getFilename()), endings))
                    .map(resource -> new RouteFile(JAR + folder + "/" + resource.getFilename(), resource))
                    .sorted(Comparator.comparing(RouteFile::name))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("The " + folder + " inside the jar cannot be read: " + e.getMessage(), e);
        }
    }

    private static boolean isNamed(String name, List<String> endings) {
        return !name.startsWith(".") && endings.stream().anyMatch(name::endsWith);
    }
}
