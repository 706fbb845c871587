package dev.sealpost.node;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lists regular files below a folder while files are being removed, which makes {@link Files#walk} fail. */
public final class FilesBelow {

    private FilesBelow() {}

    /**
     * File that existed when it was listed.
     *
     * @param size in bytes at that moment
     */
    public record FoundFile(Path path, long size) {}

    /** Lists the files unordered. Returns an empty list for a missing folder, and the file itself for a file. */
    public static List<FoundFile> of(Path root) throws IOException {
        List<FoundFile> files = new ArrayList<>();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (attributes.isRegularFile()) {
                    files.add(new FoundFile(file, attributes.size()));
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                return continueIfMissing(e);
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e) throws IOException {
                return e == null ? FileVisitResult.CONTINUE : continueIfMissing(e);
            }
        });
        return files;
    }

    private static FileVisitResult continueIfMissing(IOException e) throws IOException {
        if (e instanceof NoSuchFileException) {
            return FileVisitResult.CONTINUE;
        }
        throw e;
    }
}
