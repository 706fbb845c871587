package dev.sealpost.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupFoldersTest {

    private static final Instant NOON = Instant.parse("2030-01-31T12:00:00Z");

    private Path directory;
    private BackupFolders folders;

    @BeforeEach
    void makeFolders(@TempDir Path folder) {
        directory = folder.resolve("backups");
        folders = new BackupFolders(directory);
    }

    private Path make(Instant time) throws IOException {
        Path folder = folders.begin(time);
        Files.createDirectories(folder.resolve("broker"));
        Manifest manifest = new Manifest(1, "1.0", 9, "b", time, time, 3, List.of());
        Files.write(folder.resolve(Manifest.FILE), manifest.toJson());
        return folders.finish(folder);
    }

    @Test
    void namesAFolderOnlyWhenItIsWhole() throws IOException {
        Path folder = folders.begin(NOON);

        assertThat(folder.getFileName()).hasToString("unfinished-2030-01-31T12-00-00.000Z");
        assertThat(folders.finish(folder)).isEqualTo(directory.resolve("2030-01-31T12-00-00.000Z"));
    }

    @Test
    void removesWhatACrashLeft() throws IOException {
        Path left = folders.begin(NOON);
        Files.writeString(left.resolve("encryption-key"), "key");

        Path next = folders.begin(NOON.plusSeconds(1));

        assertThat(left).doesNotExist();
        assertThat(next).isEmptyDirectory();
    }

    @Test
    void keepsTheNewestAndWhatIsNotItsOwn() throws IOException {
        Path first = make(NOON);
        Path second = make(NOON.plusSeconds(1));
        Path third = make(NOON.plusMillis(1500));
        Path yours = Files.createDirectories(directory.resolve("2029-year-Z"));

        folders.keepNewest(0);
        assertThat(folders.list()).extracting(Backup::folder).containsExactly(third, second, first);

        folders.keepNewest(2);
        assertThat(folders.list()).extracting(Backup::folder).containsExactly(third, second);
        assertThat(first).doesNotExist();
        assertThat(yours).exists();
    }

    @Test
    void hasNoneBeforeTheFirst() throws IOException {
        assertThat(folders.list()).isEmpty();
        folders.keepNewest(1);
        assertThat(directory).doesNotExist();
    }
}
