package dev.sealpost.database;

import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.sqlite.ProgressHandler;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * Aborts statements that exceed the time limit. PostgreSQL does so itself, by a setting of its connections
 * ({@link Database}). For SQLite, whose query timeout covers only lock waits, a progress handler checks the time.
 */
final class LimitedReads extends JdbcTemplate {

    /** PostgreSQL, Appendix A: query_canceled. */
    private static final String CANCELED = "57014";
    /** SQLite instructions between two checks of the time; well under a millisecond. */
    private static final int INSTRUCTIONS = 10_000;

    private final Duration limit;

    LimitedReads(DataSource readers, Duration limit) {
        super(readers);
        this.limit = limit;
    }

    @Override
    protected void applyStatementSettings(Statement statement) throws SQLException {
        super.applyStatementSettings(statement);
        if (statement.getConnection().isWrapperFor(SQLiteConnection.class)) {
            ProgressHandler.setHandler(
                    statement.getConnection().unwrap(SQLiteConnection.class),
                    INSTRUCTIONS,
                    new Deadline(System.nanoTime() + limit.toNanos()));
        }
    }

    /** Deadline of one statement; the next one on the connection replaces it. */
    private static final class Deadline extends ProgressHandler {

        private final long nanos;

        Deadline(long nanos) {
            this.nanos = nanos;
        }

        @Override
        protected int progress() {
            return System.nanoTime() - nanos < 0 ? 0 : 1;
        }
    }

    @Override
    protected DataAccessException translateException(String task, @Nullable String sql, SQLException e) {
        return wasAborted(e) ? new SlowReadException(limit, e) : super.translateException(task, sql, e);
    }

    private static boolean wasAborted(SQLException e) {
        return CANCELED.equals(e.getSQLState())
                || (e instanceof SQLiteException
                        && SQLiteErrorCode.getErrorCode(e.getErrorCode() & 0xFF) == SQLiteErrorCode.SQLITE_INTERRUPT);
    }
}
