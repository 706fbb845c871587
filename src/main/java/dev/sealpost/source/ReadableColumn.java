package dev.sealpost.source;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import javax.sql.DataSource;

/**
 * Says how a column with a payload is read, so that its size can be asked for before it is loaded. PostgreSQL has a {@code LENGTH} of
 * bytes and of text only: what else it has, such as {@code json}, {@code jsonb} and {@code xml}, is read as text.
 */
final class ReadableColumn {

    private static final String POSTGRESQL = "PostgreSQL";
    private static final Set<String> WITH_A_LENGTH = Set.of("bytea", "text", "varchar", "bpchar");

    private ReadableColumn() {}

    /**
     * An SQL expression for the column.
     *
     * @param table as the operator wrote it, with its schema if need be
     * @throws SQLException when there is no such table or column, or the database does not answer
     */
    static String of(DataSource database, String table, String column) throws SQLException {
        try (Connection connection = database.getConnection()) {
            if (!POSTGRESQL.equals(connection.getMetaData().getDatabaseProductName())) {
                return column;
            }
            try (Statement statement = connection.createStatement();
                    ResultSet nothing =
                            statement.executeQuery("SELECT " + column + " FROM " + table + " WHERE 1 = 0")) {
                return WITH_A_LENGTH.contains(nothing.getMetaData().getColumnTypeName(1))
                        ? column
                        : "CAST(" + column + " AS TEXT)";
            }
        }
    }
}
