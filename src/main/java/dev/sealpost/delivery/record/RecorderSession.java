package dev.sealpost.delivery.record;

import dev.sealpost.database.Database;
import dev.sealpost.database.DatabaseUnavailableException;
import dev.sealpost.database.WriterSession;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Database connection of the recorder, reopened after failures. Confined to the recorder's thread. */
final class RecorderSession {

    private static final Logger LOG = LoggerFactory.getLogger(RecorderSession.class);

    private final Database database;
    private @Nullable WriterSession session;

    RecorderSession(Database database) {
        this.database = database;
    }

    /** Thrown when the database is damaged, so that waiting does not help. */
    static final class BrokenDatabase extends RuntimeException {

        BrokenDatabase(Throwable cause) {
            super(cause);
        }
    }

    WriterSession open() throws SQLException {
        WriterSession open = session;
        if (open == null) {
            open = database.openWriter();
            session = open;
        }
        return open;
    }

    /** Rolls back, and closes a connection that may be broken. */
    void abandon(Throwable reason) {
        WriterSession open = session;
        if (open == null) {
            return;
        }
        try {
            open.rollback();
            if (isUnavailability(reason)) {
                close();
            }
        } catch (SQLException e) {
            reason.addSuppressed(e);
            close();
        }
    }

    /** Closes the connection; the next one prepares its statements against the current schema and permissions. */
    void close() {
        WriterSession open = session;
        session = null;
        if (open != null) {
            try {
                open.close();
            } catch (SQLException e) {
                LOG.debug("recorder.connection-close-failed reason={}", e.toString());
            }
        }
    }

    /** Returns whether the database is unavailable, so that a repetition may succeed. */
    boolean isUnavailability(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof DatabaseUnavailableException) {
                return true;
            }
            if (cause instanceof SQLException sql) {
                return database.dialect().isUnavailability(sql);
            }
        }
        return false;
    }

    /** @throws BrokenDatabase when the database is damaged */
    void requireIntact(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && database.dialect().isBroken(sql)) {
                throw new BrokenDatabase(sql);
            }
        }
    }
}
