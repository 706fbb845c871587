package dev.sealpost.database;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;

/** Thrown when the database does not answer; retry later. */
public final class DatabaseUnavailableException extends RuntimeException {

    public DatabaseUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /**
     * Returns whether the database caused this failure: it is unavailable, locked, slow or full, or rejects a
     * statement. The statements of Sealpost are constant and their values validated, so even a rejected one is a
     * problem of the database.
     */
    public static boolean isCauseOf(Throwable failure) {
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
