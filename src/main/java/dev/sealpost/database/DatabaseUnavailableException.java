package dev.sealpost.database;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;

/** The database does not answer: try again later. */
public final class DatabaseUnavailableException extends RuntimeException {

    public DatabaseUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /**
     * Whether the database is behind this failure: it is away, locked, too slow or full, or refuses a statement. The statements of
     * Sealpost are constant and their values checked before, so that even a wrong one is mended at the database.
     */
    public static boolean isBehind(Throwable failure) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof DatabaseUnavailableException
                    || each instanceof DataAccessException
                    || each instanceof SQLException) {
                return true;
            }
        }
        return false;
    }
}
