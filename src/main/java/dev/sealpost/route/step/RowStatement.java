package dev.sealpost.route.step;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * SQL statement that writes one row, with a named parameter of Camel for each value. PostgreSQL, SQLite, H2, MySQL and MariaDB.
 *
 * @param sql with {@code :#c0}, {@code :#c1} …
 */
record RowStatement(String sql) {

    /** Types that take a text without a cast, and what PostgreSQL calls a counter, which is no type. */
    private static final Set<String> UNCAST = Set.of("text", "varchar", "bpchar", "serial", "bigserial", "smallserial");

    private static final Pattern TYPE = Pattern.compile("[A-Za-z0-9_.\" ]+");

    /** Fate of an existing row with the same keys. */
    enum Existing {
        /** Two rows, or an error of the database. */
        UNKNOWN,
        KEPT,
        REPLACED
    }

    /**
     * Composes the statement.
     *
     * @param table as written
     * @param row value of each column by its exact name
     * @param keys columns by which an existing row is found
     */
    static RowStatement of(
            TableColumns columns,
            String table,
            Map<String, @Nullable Object> row,
            List<String> keys,
            Existing existing) {
        List<String> names = List.copyOf(row.keySet());
        String list = names.stream().map(columns::quoted).collect(Collectors.joining(", "));
        List<String> values = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            values.add(value(columns, names.get(i), row.get(names.get(i)), i));
        }
        String into = " INTO " + table + " (" + list + ")";
        String bound = " VALUES (" + String.join(", ", values) + ")";
        String key = keys.stream().map(columns::quoted).collect(Collectors.joining(", "));
        return new RowStatement(
                existing == Existing.UNKNOWN
                        ? "INSERT" + into + bound
                        : switch (columns.product()) {
                            case "h2" -> "MERGE" + into + " KEY (" + key + ")" + bound;
                            case "mysql", "mariadb" ->
                                "INSERT" + into + bound + " ON DUPLICATE KEY UPDATE "
                                        + mysqlChanges(columns, names, keys, existing);
                            default ->
                                "INSERT" + into + bound + " ON CONFLICT (" + key + ") "
                                        + onConflict(columns, names, keys, existing);
                        });
    }

    private static String value(TableColumns columns, String column, @Nullable Object value, int index) {
        String type = String.valueOf(columns.types().get(column));
        boolean cast = columns.product().equals("postgresql")
                && value instanceof String
                && !UNCAST.contains(type)
                && TYPE.matcher(type).matches();
        return cast ? "CAST(:#c" + index + " AS " + type + ")" : ":#c" + index;
    }

    private static List<String> changed(List<String> names, List<String> keys, Existing existing) {
        return existing == Existing.KEPT
                ? List.of()
                : names.stream().filter(name -> !keys.contains(name)).toList();
    }

    private static String onConflict(TableColumns columns, List<String> names, List<String> keys, Existing existing) {
        List<String> changed = changed(names, keys, existing);
        return changed.isEmpty()
                ? "DO NOTHING"
                : changed.stream()
                        .map(columns::quoted)
                        .map(name -> name + " = excluded." + name)
                        .collect(Collectors.joining(", ", "DO UPDATE SET ", ""));
    }

    private static String mysqlChanges(TableColumns columns, List<String> names, List<String> keys, Existing existing) {
        List<String> changed = changed(names, keys, existing);
        return changed.isEmpty()
                ? columns.quoted(keys.getFirst()) + " = " + columns.quoted(keys.getFirst())
                : changed.stream()
                        .map(columns::quoted)
                        .map(name -> name + " = VALUES(" + name + ")")
                        .collect(Collectors.joining(", "));
    }
}
