package dev.sealpost.broker;

import dev.sealpost.node.FilesBelow;
import dev.sealpost.node.OwnerOnly;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.springframework.util.FileSystemUtils;

/** Hard links to files that their owner deletes at any time and appends to, but never overwrites. */
final class HardLinks {

    private final Path folder;

    /**
     * @param folder dedicated folder on the same file system as the files
     */
    HardLinks(Path folder) {
        this.folder = folder;
    }

    /** Deletes all links, including those left by a crash. */
    void clear() throws IOException {
        FileSystemUtils.deleteRecursively(folder);
    }

    /**
     * Links every file below a folder that has no link yet.
     *
     * @param late checked before each file; true aborts
     * @return the links of the existing files, created by this call or an earlier one
     * @throws BrokerBusyException when aborted
     */
    List<Path> link(Path root, BooleanSupplier late) throws IOException {
        List<Path> links = new ArrayList<>();
        for (FilesBelow.FoundFile entry : FilesBelow.of(root)) {
            Path file = entry.path();
            if (late.getAsBoolean()) {
                throw new BrokerBusyException(
                        "The broker has too many files to link in time; retry when its queues are shorter");
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
            throw new IllegalArgumentException(file + " has no parent folder");
        }
        return parent;
    }

    /** Returns the original path, relative to the parent of the root, of a link that {@link #link} returned. */
    Path place(Path link) {
        return folder.relativize(link);
    }
}
