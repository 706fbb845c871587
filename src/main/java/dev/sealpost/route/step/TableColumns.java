package dev.sealpost.route.step;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Columns of a table, as its database describes them.
 *
 * @param product name of the database product in lower case
 * @param quote character around identifiers
 * @param types type of each column by its exact name
 */
record TableColumns(String product, String quote, Map<String, String> types) {

    /** @param table its name, with its schema if required */
    static TableColumns of(Connection connection, String table) throws SQLException {
        DatabaseMetaData about = connection.getMetaData();
        int dot = table.lastIndexOf('.');
        @Nullable String schema = dot < 0 ? null : table.substring(0, dot);
        String name = table.substring(dot + 1);
        Map<String, String> types = new LinkedHashMap<>();
        for (String spelling : new String[] {name, name.toLowerCase(Locale.ROOT), name.toUpperCase(Locale.ROOT)}) {
            try (ResultSet columns = about.getColumns(connection.getCatalog(), null, spelling, null)) {
                while (columns.next()) {
                    String of = columns.getString("TABLE_SCHEM");
                    if (columns.getString("TABLE_NAME").equalsIgnoreCase(name)
                            && (schema == null || of == null || of.equalsIgnoreCase(schema))) {
                        types.putIfAbsent(columns.getString("COLUMN_NAME"), columns.getString("TYPE_NAME"));
                    }
                }
            }
            if (!types.isEmpty()) {
                break;
            }
        }
        return new TableColumns(
                about.getDatabaseProductName().toLowerCase(Locale.ROOT), about.getIdentifierQuoteString(), types);
    }

    /** Returns the exact name of a column that is written in any case. */
    Optional<String> named(String name) {
        return types.containsKey(name)
                ? Optional.of(name)
                : types.keySet().stream()
                        .filter(column -> column.equalsIgnoreCase(name))
                        .findFirst();
    }

    String quoted(String identifier) {
        String mark = quote.strip();
        return mark.isEmpty() ? identifier : mark + identifier.replace(mark, mark + mark) + mark;
    }
}
