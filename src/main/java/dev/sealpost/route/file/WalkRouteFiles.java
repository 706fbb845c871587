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
 * Goes through a folder and collects what is a route file by its name, or may be meant as one, and what cannot be looked into. Not
 * what is hidden: a volume of Kubernetes keeps there what the visible names link to.
 */
final class WalkRouteFiles extends SimpleFileVisitor<Path> {

    private final Path folder;
    private final Predicate<String> files;
    private final Predicate<String> folders;
    private final List<Path> found = new ArrayList<>();

    /**
     * A walk that collects by name.
     *
     * @param files wanted names of files
     * @param folders names that are odd for a folder
     */
    WalkRouteFiles(Path folder, Predicate<String> files, Predicate<String> folders) {
        this.folder = folder;
        this.files = files;
        this.folders = folders;
    }

    List<Path> found() {
        return List.copyOf(found);
    }

    @Override
    public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes) {
        if (path.equals(folder)) {
            return FileVisitResult.CONTINUE;
        }
        if (folders.test(name(path))) {
            found.add(path);
        }
        return name(path).startsWith(".") ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) {
        if (files.test(name(path))) {
            found.add(path);
        }
        return FileVisitResult.CONTINUE;
    }

    /** A link that leads back to a folder above it, and a folder that may not be read. */
    @Override
    public FileVisitResult visitFileFailed(Path path, IOException failure) throws IOException {
        if (path.equals(folder)) {
            throw failure;
        }
        if (!name(path).startsWith(".") && !(failure instanceof NoSuchFileException)) {
            found.add(path);
        }
        return FileVisitResult.CONTINUE;
    }

    private static String name(Path path) {
        return String.valueOf(path.getFileName());
    }
}
