package dev.sealpost.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.database.Database;
import dev.sealpost.database.Databases;
import dev.sealpost.database.WriterSession;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SqliteRecordingTest extends RecordingConformance {

    @Override
    Database database(Path directory) {
        return Databases.sqlite(directory.resolve("sealpost.db"));
    }

    /** SQLite takes any text, so it is told to be picky. */
    @Override
    String refusedText() {
        desk.change(sql -> {
            sql.sql(
                            "CREATE TRIGGER picky_attempt BEFORE INSERT ON attempt WHEN NEW.response = 'picky' OR NEW.reason = 'picky'"
                                    + " BEGIN SELECT RAISE(ABORT, 'picky'); END")
                    .update();
            return sql.sql("CREATE TRIGGER picky_event BEFORE INSERT ON event WHEN NEW.uid = 'picky'"
                            + " BEGIN SELECT RAISE(ABORT, 'picky'); END")
                    .update();
        });
        return "picky";
    }

    @Test
    void writesThroughToTheDiskAtEachCommit() throws Exception {
        try (WriterSession session = desk.database.openWriter()) {
            assertThat(session.client()
                            .sql("PRAGMA journal_mode")
                            .query(String.class)
                            .single())
                    .isEqualTo("wal");
            assertThat(session.client()
                            .sql("PRAGMA synchronous")
                            .query(Integer.class)
                            .single())
                    .isEqualTo(2);
        }
        desk.start();
    }
}
