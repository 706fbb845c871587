package dev.sealpost.database;

import dev.sealpost.node.Background;
import dev.sealpost.node.BackgroundWork;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checkpoints the write-ahead log of SQLite in the background, so that commits do not wait for it (<a
 * href="https://sqlite.org/pragma.html#pragma_wal_checkpoint">PASSIVE: blocks neither readers nor the writer</a>).
 */
final class Checkpoints implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);
    private static final Duration INTERVAL = Duration.ofMillis(500);

    private final Database database;
    private final Background background;
    private @Nullable BackgroundWork work;
    private @Nullable Connection connection;

    Checkpoints(Database database, Background background) {
        this.database = database;
        this.background = background;
    }

    void start() {
        if (database.isEmbedded()) {
            work = background.every("checkpoints", INTERVAL, INTERVAL, this::checkpoint);
        }
    }

    private void checkpoint() {
        try {
            Connection open = connection;
            if (open == null) {
                open = database.openCheckpoints();
                connection = open;
            }
            try (Statement statement = open.createStatement()) {
                statement.execute("PRAGMA wal_checkpoint(PASSIVE)");
            }
        } catch (SQLException e) {
            LOG.warn("database.checkpoint-failed reason={}", e.toString());
        }
    }

    @Override
    public void close() throws SQLException {
        if (work != null) {
            work.close();
        }
        if (connection != null) {
            connection.close();
        }
    }
}
