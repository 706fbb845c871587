package dev.sealpost.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A node of an earlier release still works on the database that this one has migrated. */
class AdditiveMigrationsTest {

    private static final String HISTORY = "flyway_schema_history";

    static Stream<Past> all() {
        return Past.all();
    }

    /** @param type its name in the database */
    private record Column(String name, String type, boolean mayBeNull, boolean hasDefault) {}

    @ParameterizedTest
    @MethodSource("all")
    void keepsEveryColumnAndTakesRowsWithoutTheNewOnes(Past past, @TempDir Path data) throws Exception {
        String url = past.unpack(data);
        Map<String, List<Column>> before = schema(url, past.user());
        Map<String, List<List<Object>>> rows = rows(url, past.user(), before);

        migrate(past, url, data);

        Map<String, List<Column>> after = schema(url, past.user());
        before.forEach((table, columns) -> {
            assertThat(after).containsKey(table);
            assertThat(after.get(table)).as("columns of " + table).containsAll(columns);
            assertThat(after.get(table))
                    .as("new columns of " + table + ", which earlier releases do not write")
                    .filteredOn(column -> !columns.contains(column))
                    .allMatch(column -> column.mayBeNull() || column.hasDefault());
        });
        insertAgain(url, past.user(), before, rows);
    }

    private static void migrate(Past past, String url, Path data) {
        switch (past.dialect()) {
            case SQLITE -> Databases.sqlite(data.resolve("sealpost.db"));
            case POSTGRESQL -> Databases.postgresql(url, past.user());
        }
    }

    private static Map<String, List<Column>> schema(String url, String user) throws SQLException {
        Map<String, List<Column>> schema = new TreeMap<>();
        try (Connection connection = DriverManager.getConnection(url, user, "")) {
            DatabaseMetaData metadata = connection.getMetaData();
            try (ResultSet columns = metadata.getColumns(null, schemaName(connection), "%", "%")) {
                while (columns.next()) {
                    schema.computeIfAbsent(columns.getString("TABLE_NAME"), table -> new ArrayList<>())
                            .add(new Column(
                                    columns.getString("COLUMN_NAME"),
                                    columns.getString("TYPE_NAME"),
                                    columns.getInt("NULLABLE") == DatabaseMetaData.columnNullable,
                                    columns.getString("COLUMN_DEF") != null));
                }
            }
            schema.keySet().retainAll(tables(metadata, connection));
        }
        schema.remove(HISTORY);
        return schema;
    }

    private static Set<String> tables(DatabaseMetaData metadata, Connection connection) throws SQLException {
        Set<String> names = new HashSet<>();
        try (ResultSet tables = metadata.getTables(null, schemaName(connection), "%", new String[] {"TABLE"})) {
            while (tables.next()) {
                names.add(tables.getString("TABLE_NAME"));
            }
        }
        return names;
    }

    private static @Nullable String schemaName(Connection connection) throws SQLException {
        return connection.getMetaData().getDatabaseProductName().equals("SQLite") ? null : "public";
    }

    private static Map<String, List<List<Object>>> rows(String url, String user, Map<String, List<Column>> schema)
            throws SQLException {
        Map<String, List<List<Object>>> rows = new TreeMap<>();
        try (Connection connection = DriverManager.getConnection(url, user, "");
                Statement statement = connection.createStatement()) {
            for (Map.Entry<String, List<Column>> table : schema.entrySet()) {
                List<List<Object>> found = new ArrayList<>();
                try (ResultSet result =
                        statement.executeQuery("SELECT " + names(table.getValue()) + " FROM " + table.getKey())) {
                    while (result.next()) {
                        List<Object> row = new ArrayList<>();
                        for (int i = 1; i <= table.getValue().size(); i++) {
                            row.add(result.getObject(i));
                        }
                        found.add(row);
                    }
                }
                rows.put(table.getKey(), found);
            }
        }
        return rows;
    }

    private static String names(List<Column> columns) {
        return String.join(", ", columns.stream().map(Column::name).toList());
    }

    private static void insertAgain(
            String url, String user, Map<String, List<Column>> schema, Map<String, List<List<Object>>> rows)
            throws SQLException {
        try (Connection connection = DriverManager.getConnection(url, user, "");
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            List<String> tables = new ArrayList<>(rows.keySet());
            // An endpoint belongs to an application, and no table to one that comes later.
            Collections.reverse(tables);
            for (String table : tables) {
                statement.executeUpdate("DELETE FROM " + table);
            }
            for (Map.Entry<String, List<List<Object>>> table : rows.entrySet()) {
                List<Column> columns = schema.getOrDefault(table.getKey(), List.of());
                String marks = String.join(", ", Collections.nCopies(columns.size(), "?"));
                try (PreparedStatement insert = connection.prepareStatement(
                        "INSERT INTO " + table.getKey() + " (" + names(columns) + ") VALUES (" + marks + ")")) {
                    for (List<Object> row : table.getValue()) {
                        for (int i = 0; i < row.size(); i++) {
                            insert.setObject(i + 1, row.get(i));
                        }
                        assertThat(insert.executeUpdate()).isEqualTo(1);
                    }
                }
            }
            connection.rollback();
        }
    }
}
