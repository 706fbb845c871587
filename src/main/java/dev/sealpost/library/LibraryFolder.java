package dev.sealpost.library;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The folder {@code lib/} of the home, with jars of the user: components of Camel, database drivers, classes of their own. */
public record LibraryFolder(Path path) {

    /** Jar of Sealpost's own classes in the {@code lib/} of the launcher. */
    private static final String OURS = "sealpost-thin.jar";

    /** Not what only looks like one: {@code log4j-1.2-api-2.20.jar} is another artifact than {@code log4j}. */
    private static final String VERSION = "-\\d[^-]*(?:-(?:\\d[^-]*"
            + "|(?i:snapshot|jre|android|alpha|beta|m|cr|rc|ga|final|release|sp|incubating)[.\\d]*))*";

    public static LibraryFolder ofHome(Path home) {
        return new LibraryFolder(home.resolve("lib").toAbsolutePath().normalize());
    }

    /** Returns true for the {@code lib/} of the launcher, whose jars are those of Sealpost. */
    boolean isOfLauncher() {
        return Files.exists(path.resolve(OURS));
    }

    /** Returns the jars in the order of their names. */
    List<Path> jars() {
        if (!Files.isDirectory(path)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(path)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("The folder " + path + " cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * Returns a class loader of the jars, which looks into its parent first, so that no jar replaces a class of Sealpost.
     *
     * @return the parent where there are no jars
     */
    public ClassLoader classLoader(ClassLoader parent) {
        List<Path> jars = isOfLauncher() ? List.of() : jars();
        return jars.isEmpty()
                ? parent
                : new URLClassLoader(
                        "lib", jars.stream().map(LibraryFolder::url).toArray(URL[]::new), parent);
    }

    private static URL url(Path jar) {
        try {
            return jar.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(jar + " has no URL", e);
        }
    }

    /**
     * Puts a jar into the folder, in place of other versions of the artifact.
     *
     * @return the names of the removed jars
     */
    List<String> put(Path jar, String artifactId) throws IOException {
        Files.createDirectories(path);
        Path target = path.resolve(jar.getFileName());
        Path copy = target.resolveSibling(target.getFileName() + ".new");
        Files.copy(jar, copy, StandardCopyOption.REPLACE_EXISTING);
        Files.move(copy, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        Pattern versions = Pattern.compile(Pattern.quote(artifactId) + VERSION + "[.]jar");
        List<Path> others = jars().stream()
                .filter(other -> !other.equals(target)
                        && versions.matcher(other.getFileName().toString()).matches())
                .toList();
        for (Path other : others) {
            Files.delete(other);
        }
        return others.stream().map(other -> other.getFileName().toString()).toList();
    }
}
