package dev.sealpost.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class FilesBelowTest {

    private static final int ROUNDS = 20;
    private static final int FILES = 500;

    private final Path folder;

    FilesBelowTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void findsFilesWithTheirSizesAndNoFolders() throws Exception {
        Files.writeString(folder.resolve("a"), "12345");
        Files.createDirectories(folder.resolve("b/c"));
        Files.writeString(folder.resolve("b/c/d"), "123");

        assertThat(FilesBelow.of(folder))
                .containsExactlyInAnyOrder(
                        new FilesBelow.FoundFile(folder.resolve("a"), 5),
                        new FilesBelow.FoundFile(folder.resolve("b/c/d"), 3));
    }

    @Test
    void findsAFileItself() throws Exception {
        Path file = Files.writeString(folder.resolve("a"), "12345");

        assertThat(FilesBelow.of(file)).containsExactly(new FilesBelow.FoundFile(file, 5));
    }

    @Test
    void findsNothingInWhatIsNotThere() throws Exception {
        assertThat(FilesBelow.of(folder.resolve("missing"))).isEmpty();
    }

    @Test
    void goesOnWhileFilesAreRemoved() throws Exception {
        Path stays = Files.writeString(folder.resolve("stays"), "1");
        for (int round = 0; round < ROUNDS; round++) {
            List<Path> files = new ArrayList<>();
            for (int i = 0; i < FILES; i++) {
                files.add(Files.createFile(folder.resolve("goes-" + i)));
            }
            FutureTask<Boolean> others = new FutureTask<>(() -> removeAll(files), true);
            Thread.ofPlatform().start(others);
            do {
                assertThat(FilesBelow.of(folder)).contains(new FilesBelow.FoundFile(stays, 1));
            } while (!others.isDone());
            assertThat(others.get()).isTrue();
        }
    }

    private static void removeAll(List<Path> files) {
        try {
            for (Path file : files) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
