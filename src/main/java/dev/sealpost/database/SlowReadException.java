package dev.sealpost.database;

import java.sql.SQLException;
import java.time.Duration;
import org.springframework.dao.QueryTimeoutException;

/** A statement that only reads took longer than it may, and was ended. Its message is for whoever asked. */
public final class SlowReadException extends QueryTimeoutException {

    SlowReadException(Duration limit, SQLException cause) {
        super(
                "the database took longer than " + limit.toMillis()
                        + " ms for this and was stopped; ask for less, such as a"
                        + " shorter time with after and before, or try again later",
                cause);
    }
}
