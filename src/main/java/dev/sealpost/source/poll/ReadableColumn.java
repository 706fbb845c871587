package dev.sealpost.source.poll;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import javax.sql.DataSource;

/**
 * Builds the SQL expression of a payload column whose length can be queried. PostgreSQL has {@code LENGTH} for bytes and text
 * only, so other types, such as {@code json}, {@code jsonb} and {@code xml}, are cast to text.
 */
final class ReadableColumn {

    private static final String POSTGRESQL = "PostgreSQL";
    private static final Set<String> WITH_A_LENGTH = Set.of("bytea", "text", "varchar", "bpchar");

    private ReadableColumn() {}

    /**
     * Returns an SQL expression for the column.
     *
     * @param table as configured, optionally with its schema
     * @throws SQLException if the table or column does not exist, or the database does not answer
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
