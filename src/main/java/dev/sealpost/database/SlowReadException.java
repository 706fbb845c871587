package dev.sealpost.database;

import java.sql.SQLException;
import java.time.Duration;
import org.springframework.dao.QueryTimeoutException;

/** Thrown when a read exceeded its time limit. The message is for the client. */
public final class SlowReadException extends QueryTimeoutException {

    SlowReadException(Duration limit, SQLException cause) {
        super(
                "the query exceeded its time limit of " + limit.toMillis()
                        + " ms; narrow it, for example with after and before, or retry later",
                cause);
    }
}
