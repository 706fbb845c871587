package dev.sealpost.delivery;

import dev.sealpost.database.Database;
import dev.sealpost.database.Databases;
import dev.sealpost.database.WriterSession;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.SQLException;

class PostgresqlOrderTest extends OrderConformance {

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
                    .sql(
                            "TRUNCATE application, endpoint, event, attempt, due_delivery, ended_delivery, blocking_letter, ledger")
                    .update();
            session.client().sql("UPDATE delivery_order SET last = 0").update();
            session.commit();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return database;
    }
}
