package dev.sealpost.database;

import org.jspecify.annotations.Nullable;

/** The database does not answer: try again later. */
public final class DatabaseUnavailableException extends RuntimeException {

    public DatabaseUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
