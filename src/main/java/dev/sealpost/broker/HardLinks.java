package dev.sealpost.broker;

import dev.sealpost.node.FilesBelow;
import dev.sealpost.node.OwnerOnly;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** Second names for files that their owner removes whenever it likes, and appends to, but never overwrites. */
final class HardLinks {

    private final Path folder;

    /** @param folder of our own, on the same file system as the files */
    HardLinks(Path folder) {
        this.folder = folder;
    }

    /** Removes all, those of a crash too. */
    void clear() throws IOException {
        if (Files.exists(folder)) {
            List<Path> paths;
            try (Stream<Path> found = Files.walk(folder)) {
                paths = found.sorted(Comparator.reverseOrder()).toList();
            }
            for (Path path : paths) {
                Files.delete(path);
            }
        }
    }

    /**
     * HardLinks every file below a folder that has no link yet.
     *
     * @param late asked for each file; true ends it
     * @return the links of the files that were there, by this call or an earlier one
     * @throws BrokerBusyException when it took too long
     */
    List<Path> link(Path root, BooleanSupplier late) throws IOException {
        List<Path> links = new ArrayList<>();
        for (FilesBelow.FoundFile found : FilesBelow.of(root)) {
            Path file = found.path();
            if (late.getAsBoolean()) {
                throw new BrokerBusyException(
                        "The broker has more files than can be named in that time; try again when less waits in it");
            }
            Path link = folder.resolve(root.getFileName()).resolve(root.relativize(file));
            OwnerOnly.createFolder(folderOf(link));
            try {
                Files.createLink(link, file);
            } catch (FileAlreadyExistsException linkedBefore) {
                links.add(link);
                continue;
            } catch (NoSuchFileException removedBefore) {
                continue;
            }
            links.add(link);
        }
        return links;
    }

    private static Path folderOf(Path file) {
        Path parent = file.getParent();
        if (parent == null) {
            throw new IllegalArgumentException(file + " is in no folder");
        }
        return parent;
    }

    /** Of the files below the root, by a link that {@link #link} returned for it. */
    Path place(Path link) {
        return folder.relativize(link);
    }
}
