package dev.sealpost.delivery.record;

import dev.sealpost.database.Database;
import dev.sealpost.database.DatabaseUnavailableException;
import dev.sealpost.database.WriterSession;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The recorder's connection, opened anew after it failed. For the recorder's thread. */
final class RecorderSession {

    private static final Logger LOG = LoggerFactory.getLogger(RecorderSession.class);

    private final Database database;
    private @Nullable WriterSession session;

    RecorderSession(Database database) {
        this.database = database;
    }

    /** The database is not there any more as a database: nothing can be recorded in it by waiting. */
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

    /** Undoes what is not committed, on a connection that may be broken. */
    void abandon(Throwable reason) {
        WriterSession open = session;
        if (open == null) {
            return;
        }
        try {
            open.rollback();
            if (isUnavailability(reason)) {
                drop();
            }
        } catch (SQLException e) {
            reason.addSuppressed(e);
            drop();
        }
    }

    /** Closes the connection: the next one has statements that know the tables and the rights as they are then. */
    void drop() {
        WriterSession open = session;
        session = null;
        if (open != null) {
            try {
                open.close();
            } catch (SQLException e) {
                LOG.debug("recorder.connection-not-closed reason={}", e.toString());
            }
        }
    }

    /** Whether the database is at fault, so that the same may go through later. */
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

    /** @throws BrokenDatabase when waiting does not help */
    void requireWhole(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && database.dialect().isBroken(sql)) {
                throw new BrokenDatabase(sql);
            }
        }
    }
}
