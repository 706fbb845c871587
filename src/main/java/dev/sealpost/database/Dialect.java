package dev.sealpost.database;

import java.sql.SQLException;
import java.util.Map;
import org.sqlite.SQLiteErrorCode;

/** What differs between the two databases. */
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
            // 21 cardinality, 22 data, 23 integrity, 42 syntax or access, 54 a value beyond a limit, such as an index
            // row
            // that is too long: the statement's own fault.
            return state == null
                    || !(state.startsWith("21")
                            || state.startsWith("22")
                            || state.startsWith("23")
                            || state.startsWith("42")
                            || state.startsWith("54"));
        }

        /** Its disk is the server's affair. */
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

    /** The dialect of a JDBC URL. */
    public static Dialect of(String url) {
        if (url.startsWith("jdbc:sqlite:")) {
            return SQLITE;
        }
        if (url.startsWith("jdbc:postgresql:")) {
            return POSTGRESQL;
        }
        throw new IllegalArgumentException("sealpost.database.url (SEALPOST_DATABASE_URL) is neither jdbc:sqlite: nor"
                + " jdbc:postgresql: but " + url);
    }

    /** What the migrations leave open: the column type for raw bytes, and the start of a line for PostgreSQL only. */
    Map<String, String> placeholders() {
        boolean postgresql = this == POSTGRESQL;
        return Map.of("bytes", bytes, "postgresql", postgresql ? "" : "--", "listed", Boolean.toString(postgresql));
    }

    /** The query for the database's clock, in milliseconds since 1970. */
    public String now() {
        return now;
    }

    /** What ends a SELECT whose rows of this table no other node shall take; empty where there is no other node. */
    public String lockingRows(String table) {
        return switch (this) {
            case SQLITE -> "";
            case POSTGRESQL -> " FOR UPDATE OF " + table + " SKIP LOCKED";
        };
    }

    /** Whether the database is at fault and the same statements may work later; otherwise a value was not to its taste. */
    public abstract boolean isUnavailability(SQLException e);

    /**
     * Whether the schema or a right is not as the statement needs it. The statements of Sealpost are constant, so it is the
     * database that has to be mended, and not what a user sent.
     */
    public boolean isMisfit(SQLException e) {
        return switch (this) {
            case SQLITE -> SQLiteErrorCode.getErrorCode(e.getErrorCode() & 0xFF) == SQLiteErrorCode.SQLITE_ERROR;
            case POSTGRESQL -> e.getSQLState() != null && e.getSQLState().startsWith("42");
        };
    }

    /**
     * Whether the files of the database cannot be read or written, or hold what no database holds: waiting does not mend
     * that. A full disk is not meant; that is waited for.
     */
    public abstract boolean isBroken(SQLException e);
}
