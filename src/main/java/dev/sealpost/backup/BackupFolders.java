package dev.sealpost.backup;

import dev.sealpost.node.OwnerOnly;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The directory of the backups: one folder each, named by its time. One that is being written has another name. */
final class BackupFolders {

    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH-mm-ss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final String NAMED = "[0-9][0-9][0-9][0-9]-*Z";
    private static final String UNFINISHED = "unfinished-";

    private final Path directory;

    BackupFolders(Path directory) {
        this.directory = directory;
    }

    Path directory() {
        return directory;
    }

    /** A new folder to write to; what earlier ones left unfinished is removed. */
    Path begin(Instant time) throws IOException {
        OwnerOnly.createFolder(directory);
        for (Path left : matching(UNFINISHED + NAMED)) {
            PrivateFiles.removeAll(left);
        }
        Path folder = directory.resolve(UNFINISHED + NAME.format(time));
        OwnerOnly.createFolder(folder);
        return folder;
    }

    /** Gives it its name when everything in it is on disk. */
    Path finish(Path unfinished) throws IOException {
        PrivateFiles.syncNames(unfinished);
        String name = String.valueOf(unfinished.getFileName()).substring(UNFINISHED.length());
        Path folder = Files.move(unfinished, unfinished.resolveSibling(name), StandardCopyOption.ATOMIC_MOVE);
        PrivateFiles.syncNames(directory);
        return folder;
    }

    /** The whole ones, the newest first. */
    List<Backup> list() throws IOException {
        List<Backup> backups = new ArrayList<>();
        for (Path folder : matching(NAMED)) {
            try {
                backups.add(new Backup(folder, Manifest.of(folder)));
            } catch (BackupRefusedException | NoSuchFileException notWhole) {
                // What is no backup, or was removed just now, is left out.
            }
        }
        backups.sort(Comparator.comparing((Backup backup) -> backup.folder()).reversed());
        return backups;
    }

    /** Removes the oldest until there are so many; 0: none. */
    void keepNewest(int count) throws IOException {
        if (count > 0) {
            for (Backup old : list().stream().skip(count).toList()) {
                // First, so that what is left of it when we are interrupted is no backup.
                Files.delete(old.folder().resolve(Manifest.FILE));
                PrivateFiles.removeAll(old.folder());
            }
        }
    }

    private List<Path> matching(String pattern) throws IOException {
        List<Path> found = new ArrayList<>();
        if (Files.isDirectory(directory)) {
            try (DirectoryStream<Path> folders = Files.newDirectoryStream(directory, pattern)) {
                folders.forEach(found::add);
            }
        }
        return found;
    }
}
