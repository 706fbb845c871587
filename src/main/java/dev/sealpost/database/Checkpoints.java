package dev.sealpost.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies SQLite's write-ahead log back into the file while the writer goes on, so that commits do not wait for it
 * (<a href="https://sqlite.org/pragma.html#pragma_wal_checkpoint">PASSIVE: blocks neither readers nor the writer</a>).
 */
final class Checkpoints implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);
    private static final Duration INTERVAL = Duration.ofMillis(500);

    private final Database database;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("sealpost-checkpoints").daemon().factory());

    private @Nullable Connection connection;

    Checkpoints(Database database) {
        this.database = database;
    }

    void start() {
        if (database.isEmbedded()) {
            clock.scheduleWithFixedDelay(
                    this::copyBack, INTERVAL.toMillis(), INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void copyBack() {
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
        clock.shutdown();
        clock.close();
        if (connection != null) {
            connection.close();
        }
    }
}
