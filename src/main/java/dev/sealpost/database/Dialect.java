package dev.sealpost.database;

import java.sql.SQLException;
import java.util.Map;
import org.sqlite.SQLiteErrorCode;

/** Differences between the supported databases. */
public enum Dialect {
    SQLITE("BLOB", "SELECT CAST(unixepoch('subsec') * 1000 AS INTEGER)") {
        @Override
        public boolean isUnavailability(SQLException e) {
            int primaryCode = e.getErrorCode() & 0xFF;
            return switch (SQLiteErrorCode.getErrorCode(primaryCode)) {
                case SQLITE_CONSTRAINT, SQLITE_TOOBIG, SQLITE_MISMATCH, SQLITE_RANGE, SQLITE_ERROR -> false;
                default -> true;
            };
        }

        @Override
        public boolean isBroken(SQLException e) {
            return switch (SQLiteErrorCode.getErrorCode(e.getErrorCode() & 0xFF)) {
                case SQLITE_IOERR, SQLITE_CORRUPT, SQLITE_NOTADB -> true;
                default -> false;
            };
        }
    },
    POSTGRESQL("BYTEA", "SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT)") {
        @Override
        public boolean isUnavailability(SQLException e) {
            String state = e.getSQLState();
            // Errors of the statement itself: 21 cardinality, 22 data, 23 integrity, 42 syntax or access, 54 limit
            // exceeded, such as an index row that is too long.
            return state == null
                    || !(state.startsWith("21")
                            || state.startsWith("22")
                            || state.startsWith("23")
                            || state.startsWith("42")
                            || state.startsWith("54"));
        }

        /** Returns false: the server is responsible for its disk. */
        @Override
        public boolean isBroken(SQLException e) {
            return false;
        }
    };

    private final String bytes;
    private final String now;

    Dialect(String bytes, String now) {
        this.bytes = bytes;
        this.now = now;
    }

    /** Returns the dialect of a JDBC URL. */
    public static Dialect of(String url) {
        if (url.startsWith("jdbc:sqlite:")) {
            return SQLITE;
        }
        if (url.startsWith("jdbc:postgresql:")) {
            return POSTGRESQL;
        }
        throw new IllegalArgumentException(
                "sealpost.database.url (SEALPOST_DATABASE_URL) must begin with jdbc:sqlite: or jdbc:postgresql:, but is "
                        + url);
    }

    /** Placeholders of the migrations: the column type for raw bytes, and the prefixes of lines for one database only. */
    Map<String, String> placeholders() {
        boolean postgresql = this == POSTGRESQL;
        return Map.of(
                "bytes",
                bytes,
                "postgresql",
                postgresql ? "" : "--",
                "sqlite",
                postgresql ? "--" : "",
                "listed",
                Boolean.toString(postgresql));
    }

    /** Query for the clock of the database, in milliseconds since 1970. */
    public String now() {
        return now;
    }

    /** Suffix of a SELECT that locks its rows of this table against other nodes; empty if there are none. */
    public String lockingRows(String table) {
        return switch (this) {
            case SQLITE -> "";
            case POSTGRESQL -> " FOR UPDATE OF " + table + " SKIP LOCKED";
        };
    }

    /** Suffix of a SELECT that locks all its rows of this table, and waits for those that another node has locked. */
    public String lockingAllRows(String table) {
        return switch (this) {
            case SQLITE -> "";
            case POSTGRESQL -> " FOR UPDATE OF " + table;
        };
    }

    /**
     * Returns whether the database is unavailable and a retry may succeed; otherwise the statement was rejected by the
     * database.
     */
    public abstract boolean isUnavailability(SQLException e);

    /**
     * Returns whether the schema or a permission does not match the statement. The statements of Sealpost are constant,
     * so the database must be fixed, not the input.
     */
    public boolean isMisfit(SQLException e) {
        return switch (this) {
            case SQLITE -> SQLiteErrorCode.getErrorCode(e.getErrorCode() & 0xFF) == SQLiteErrorCode.SQLITE_ERROR;
            case POSTGRESQL -> e.getSQLState() != null && e.getSQLState().startsWith("42");
        };
    }

    /**
     * Returns whether the database files are unreadable, unwritable or corrupt, so that a retry cannot succeed.
     * Excludes a full disk.
     */
    public abstract boolean isBroken(SQLException e);
}
