package dev.sealpost.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.database.Database;
import dev.sealpost.database.Databases;
import dev.sealpost.database.WriterSession;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class PostgresqlUpkeepTest extends UpkeepConformance {

    private static final String USER = "postgres";

    /** One server for all; it is stopped with the JVM. */
    private static final EmbeddedPostgres SERVER = start();

    private static EmbeddedPostgres start() {
        try {
            return EmbeddedPostgres.builder().setServerConfig("fsync", "on").start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    Database database(Path directory) {
        Database database = Databases.postgresql("jdbc:postgresql://127.0.0.1:" + SERVER.getPort() + "/postgres", USER);
        try (WriterSession session = database.openWriter()) {
            session.client()
                    .sql("TRUNCATE application, endpoint, event, attempt, due_delivery, ended_delivery, ledger,"
                            + " producer_floor, sequence_note, ledger_finding, upkeep")
                    .update();
            session.commit();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return database;
    }

    @Test
    void comparesIdsByTheirBytesWhateverTheLanguageOfTheServer() {
        assertThat(desk.reads
                        .sql("SELECT table_name FROM information_schema.columns WHERE collation_name = 'C'"
                                + " AND column_name IN ('id', 'event_id') ORDER BY table_name")
                        .query(String.class)
                        .list())
                .containsExactly("attempt", "due_delivery", "ended_delivery", "event");
    }
}
