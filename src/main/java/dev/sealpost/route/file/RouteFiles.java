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
import java.util.stream.Collectors;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** Finds route files and connectors in the home folder or, without such a folder, in the jar. */
public final class RouteFiles {

    /** Prefix of the names of files in the jar. */
    public static final String JAR = "classpath:";

    private static final String ROUTES = "routes";
    private static final String CONNECTORS = "connectors";
    private static final List<String> ROUTE_ENDINGS = List.of(".camel.yaml", ".camel.xml");
    private static final List<String> CONNECTOR_ENDINGS = List.of(".kamelet.yaml");

    /** Files beside a connector. */
    private static final Set<String> COMPANIONS = Set.of("conversation.yaml", "example.json");

    /** Endings that other Camel tools load or editors add. */
    private static final Pattern MISNAMED =
            Pattern.compile("(?i).*[.](?:ya?ml|xml|json|java|groovy|kts|jsh?)(?:[.]txt)?");

    /** Route of all webhooks, loaded from the jar if the home folder does not contain it. */
    private static final String ALWAYS = "webhook-delivery.camel.yaml";

    private final Path home;
    private final PathMatchingResourcePatternResolver classPath;
    private final Set<Path> known = new HashSet<>();
    private final Map<String, List<RouteFile>> jar = new HashMap<>();

    public RouteFiles(Path home, ClassLoader classes) {
        this.home = home.toAbsolutePath().normalize();
        this.classPath = new PathMatchingResourcePatternResolver(classes);
    }

    /**
     * Returns the route files sorted by name.
     *
     * @throws UncheckedIOException if the folder cannot be listed or has disappeared
     */
    List<RouteFile> routes() {
        Path folder = home.resolve(ROUTES);
        if (!exists(folder)) {
            return insideJar(ROUTES, "**/*", ROUTE_ENDINGS);
        }
        List<RouteFile> files = new ArrayList<>(inFolder(folder, ROUTE_ENDINGS));
        if (files.stream().noneMatch(file -> file.name().endsWith("/" + ALWAYS))) {
            files.addAll(insideJar(ROUTES, ALWAYS, ROUTE_ENDINGS));
        }
        return files;
    }

    /**
     * Returns the connectors of the home folder, and those inside the jar that have no namesake there, each sorted by name.
     *
     * @throws UncheckedIOException if the folder cannot be listed or has disappeared
     */
    List<RouteFile> connectors() {
        Path folder = home.resolve(CONNECTORS);
        List<RouteFile> connectors = new ArrayList<>(exists(folder) ? inFolder(folder, CONNECTOR_ENDINGS) : List.of());
        Set<String> own =
                connectors.stream().map(file -> Connectors.name(file.name())).collect(Collectors.toSet());
        insideJar(CONNECTORS, "**/*", CONNECTOR_ENDINGS).stream()
                .filter(file -> !own.contains(Connectors.name(file.name())))
                .forEach(connectors::add);
        return connectors;
    }

    /** Returns the route files of another folder, or one file. */
    List<RouteFile> at(Path given) {
        Path path = home.resolve(given).normalize();
        return Files.isDirectory(path)
                ? inFolder(path, ROUTE_ENDINGS)
                : List.of(new RouteFile(name(path), new FileSystemResource(path)));
    }

    /** Returns true if the file is probably a misnamed route or connector, which would otherwise be ignored silently. */
    private static boolean isMisnamed(String name) {
        return !name.startsWith(".")
                && !COMPANIONS.contains(name)
                && MISNAMED.matcher(name).matches();
    }

    public static boolean isRouteFile(String name) {
        return isNamed(name, ROUTE_ENDINGS);
    }

    /**
     * Returns true if the folder exists. A folder that disappears is treated as an unmounted disk, not as a request to stop all
     * routes.
     */
    private boolean exists(Path folder) {
        if (Files.isDirectory(folder)) {
            known.add(folder);
            return true;
        }
        if (known.contains(folder)) {
            throw new UncheckedIOException(new IOException("The folder " + name(folder)
                    + " has disappeared; its routes keep running. Restore it, or restart without it."));
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
        return walk.paths().stream().sorted().map(path -> file(path, endings)).toList();
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

    /** Reads the files once: a jar does not change at runtime. */
    private List<RouteFile> insideJar(String folder, String pattern, List<String> endings) {
        return jar.computeIfAbsent(folder + "/" + pattern, location -> find(folder, location, endings));
    }

    private List<RouteFile> find(String folder, String location, List<String> endings) {
        try {
            return Arrays.stream(classPath.getResources("classpath*:" + location))
                    .filter(Resource::isReadable)
                    .filter(resource -> !isExample(resource, folder))
                    .filter(resource -> isNamed(String.valueOf(resource.getFilename()), endings))
                    .map(resource -> new RouteFile(JAR + folder + "/" + resource.getFilename(), resource))
                    .sorted(Comparator.comparing(RouteFile::name))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("The " + folder + " inside the jar cannot be read: " + e.getMessage(), e);
        }
    }

    private static boolean isExample(Resource resource, String folder) {
        try {
            return resource.getURL().getPath().contains("/" + folder + "/" + WalkRouteFiles.EXAMPLES + "/");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isNamed(String name, List<String> endings) {
        return !name.startsWith(".") && endings.stream().anyMatch(name::endsWith);
    }
}
