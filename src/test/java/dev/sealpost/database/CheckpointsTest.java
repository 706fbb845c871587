package dev.sealpost.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointsTest {

    private static final int BYTES = 1 << 20;

    @Test
    void copyTheLogBackWhileTheWriterIsOpen(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("test.db");
        Database database = Databases.at(file);
        try (WriterSession writer = database.openWriter()) {
            writer.client().sql("CREATE TABLE filled (bytes BLOB)").update();
            writer.client()
                    .sql("INSERT INTO filled VALUES (zeroblob(:bytes))")
                    .param("bytes", BYTES)
                    .update();
            writer.commit();
            assertThat(Files.size(file)).as("before: all of it is in the log").isLessThan(BYTES);

            Checkpoints checkpoints = new Checkpoints(database, dev.sealpost.node.Backgrounds.plain());
            checkpoints.start();
            try {
                Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> Files.size(file) > BYTES);
            } finally {
                checkpoints.close();
            }
            writer.client().sql("INSERT INTO filled VALUES (zeroblob(1))").update();
            writer.commit();
        }
    }
}
