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
import org.springframework.util.FileSystemUtils;

/** Backup directory, with a folder for each backup, named by its time. An unfinished one has a prefix. */
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

    /** Creates a new folder and removes unfinished ones. */
    Path begin(Instant time) throws IOException {
        OwnerOnly.createFolder(directory);
        for (Path leftover : matching(UNFINISHED + NAMED)) {
            FileSystemUtils.deleteRecursively(leftover);
        }
        Path folder = directory.resolve(UNFINISHED + NAME.format(time));
        OwnerOnly.createFolder(folder);
        return folder;
    }

    /** Syncs the folder to disk and gives it its final name. */
    Path finish(Path unfinished) throws IOException {
        PrivateFiles.syncNames(unfinished);
        String name = String.valueOf(unfinished.getFileName()).substring(UNFINISHED.length());
        Path folder = Files.move(unfinished, unfinished.resolveSibling(name), StandardCopyOption.ATOMIC_MOVE);
        PrivateFiles.syncNames(directory);
        return folder;
    }

    /** Lists complete backups, newest first. */
    List<Backup> list() throws IOException {
        List<Backup> backups = new ArrayList<>();
        for (Path folder : matching(NAMED)) {
            try {
                backups.add(new Backup(folder, Manifest.of(folder)));
            } catch (BackupRefusedException | NoSuchFileException incomplete) {
                // Skips folders that are no backup or were just removed.
            }
        }
        backups.sort(Comparator.comparing((Backup backup) -> backup.folder()).reversed());
        return backups;
    }

    /** Removes the oldest backups until this many are left; 0 removes none. */
    void keepNewest(int count) throws IOException {
        if (count > 0) {
            for (Backup old : list().stream().skip(count).toList()) {
                // First, so that a partly removed folder is no backup.
                Files.delete(old.folder().resolve(Manifest.FILE));
                FileSystemUtils.deleteRecursively(old.folder());
            }
        }
    }

    private List<Path> matching(String pattern) throws IOException {
        List<Path> matches = new ArrayList<>();
        if (Files.isDirectory(directory)) {
            try (DirectoryStream<Path> folders = Files.newDirectoryStream(directory, pattern)) {
                folders.forEach(matches::add);
            }
        }
        return matches;
    }
}
