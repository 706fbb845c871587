package dev.sealpost.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScratchDatabaseTest {

    @TempDir
    private Path data = Path.of("");

    @Test
    void leavesNoFile() throws Exception {
        try (ScratchDatabase scratch = new ScratchDatabase(Databases.at(data.resolve("sealpost.db")));
                WriterSession session = scratch.openWriter()) {
            session.rollback();
        }

        assertThat(data).isEmptyDirectory();
    }

    @Test
    void replacesWhatAKilledWarmUpLeft() throws Exception {
        Path leftover = Files.createDirectory(data.resolve("warm-up")).resolve("scratch.db");
        Files.writeString(leftover, "half of a file");

        try (ScratchDatabase scratch = new ScratchDatabase(Databases.at(data.resolve("sealpost.db")));
                WriterSession session = scratch.openWriter()) {
            session.rollback();
        }

        assertThat(data).isEmptyDirectory();
    }
}
