package dev.sealpost.route.file;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Walks a folder and collects route files, probably misnamed ones, and unreadable folders. Skips the folder of examples, and
 * hidden files: Kubernetes volumes keep the targets of visible links there.
 */
final class WalkRouteFiles extends SimpleFileVisitor<Path> {

    /** Folder of examples to copy, which are not loaded. */
    static final String EXAMPLES = "examples";

    private final Path folder;
    private final Predicate<String> files;
    private final Predicate<String> folders;
    private final List<Path> paths = new ArrayList<>();

    /**
     * Creates a walk that collects by name.
     *
     * @param files tests the names of files
     * @param folders tests names that are invalid for folders
     */
    WalkRouteFiles(Path folder, Predicate<String> files, Predicate<String> folders) {
        this.folder = folder;
        this.files = files;
        this.folders = folders;
    }

    List<Path> paths() {
        return List.copyOf(paths);
    }

    @Override
    public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes) {
        if (path.equals(folder)) {
            return FileVisitResult.CONTINUE;
        }
        if (folders.test(name(path))) {
            paths.add(path);
        }
        return name(path).startsWith(".") || path.equals(folder.resolve(EXAMPLES))
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) {
        if (files.test(name(path))) {
            paths.add(path);
        }
        return FileVisitResult.CONTINUE;
    }

    /** Collects circular links and unreadable folders. */
    @Override
    public FileVisitResult visitFileFailed(Path path, IOException failure) throws IOException {
        if (path.equals(folder)) {
            throw failure;
        }
        if (!name(path).startsWith(".") && !(failure instanceof NoSuchFileException)) {
            paths.add(path);
        }
        return FileVisitResult.CONTINUE;
    }

    private static String name(Path path) {
        return String.valueOf(path.getFileName());
    }
}
