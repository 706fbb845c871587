package dev.sealpost.route.step;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sealpost.delivery.ReceiverFailure;
import dev.sealpost.route.step.RowStatement.Existing;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.apache.camel.Exchange;
import org.apache.camel.support.CamelContextHelper;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;

/** Steps of the connector {@code sql-row-sink} ({@code bean: {ref: tableRow, method: …}}). Values are bound, never part of the SQL. */
public final class TableRow {

    private static final String CONNECTOR = "sql-row-sink";
    private static final String QUERY = "CamelSqlQuery";
    private static final Pattern TABLE = Pattern.compile("[A-Za-z_][\\w$]*(?:\\.[A-Za-z_][\\w$]*)?");

    /** Result codes of SQLite (lowest byte) that no retry can mend: constraint, mismatch, range. */
    private static final Set<Integer> SQLITE_FINAL = Set.of(19, 20, 25);

    /**
     * Sets the statement, and its parameters as the body. The exchange properties say what to do:
     *
     * <ul>
     *   <li>{@code rowDataSource}, {@code rowTable}
     *   <li>{@code rowOperation}: {@code insert}, {@code upsert} or {@code statement}
     *   <li>{@code rowKeys}: columns by which {@code upsert} finds a row, separated by commas
     *   <li>{@code rowEventColumn}: column for the identity of the event, which makes a repeated {@code insert} harmless
     *   <li>{@code rowStatement}: SQL for {@code statement}
     * </ul>
     *
     * @throws SQLException if the database cannot describe the table
     */
    public void prepare(Exchange exchange) throws SQLException {
        ObjectNode body = StepBody.object(exchange, CONNECTOR);
        switch (property(exchange, "rowOperation")) {
            case "statement" -> statement(exchange, body);
            case "upsert" -> upsert(exchange, body);
            default -> insert(exchange, body);
        }
    }

    private static void statement(Exchange exchange, ObjectNode body) {
        Map<String, Object> parameters = new HashMap<>();
        body.fields().forEachRemaining(each -> parameters.put(each.getKey(), value(each.getValue())));
        parameters.put("eventId", StepBody.identity(exchange));
        set(exchange, set(exchange, "rowStatement", "operation=statement needs a statement"), parameters);
    }

    private static void upsert(Exchange exchange, ObjectNode body) throws SQLException {
        String keys = set(exchange, "rowKeys", "operation=upsert needs keys, the columns that identify a row");
        TableColumns columns = columns(exchange);
        Map<String, @Nullable Object> row = row(columns, exchange, body);
        List<String> identity = Arrays.stream(keys.split(","))
                .map(key -> column(columns, exchange, key.strip()))
                .toList();
        identity.stream().filter(key -> row.get(key) == null).findFirst().ifPresent(key -> {
            throw StepBody.refused(CONNECTOR, "the body has no /" + key + ", which identifies the row");
        });
        write(exchange, columns, row, identity, Existing.REPLACED);
    }

    private static void insert(Exchange exchange, ObjectNode body) throws SQLException {
        TableColumns columns = columns(exchange);
        Map<String, @Nullable Object> row = row(columns, exchange, body);
        String eventColumn = property(exchange, "rowEventColumn");
        if (eventColumn.isEmpty()) {
            write(exchange, columns, row, List.of(), Existing.UNKNOWN);
        } else {
            String column = column(columns, exchange, eventColumn);
            row.put(column, StepBody.identity(exchange));
            write(exchange, columns, row, List.of(column), Existing.KEPT);
        }
    }

    private static void write(
            Exchange exchange,
            TableColumns columns,
            Map<String, @Nullable Object> row,
            List<String> keys,
            Existing existing) {
        Map<String, Object> parameters = new HashMap<>();
        row.values().forEach(value -> parameters.put("c" + parameters.size(), value));
        String table = property(exchange, "rowTable");
        set(exchange, RowStatement.of(columns, table, row, keys, existing).sql(), parameters);
    }

    private static String property(Exchange exchange, String name) {
        return exchange.getProperty(name, "", String.class);
    }

    private static String set(Exchange exchange, String name, String otherwise) {
        String value = property(exchange, name);
        if (value.isBlank()) {
            throw StepBody.failure(CONNECTOR, otherwise + "; set the parameter", false);
        }
        return value;
    }

    private static void set(Exchange exchange, String sql, Map<String, Object> parameters) {
        StepBody.replaceHeaders(exchange, Map.of(QUERY, sql));
        exchange.getMessage().setBody(parameters);
    }

    private static TableColumns columns(Exchange exchange) throws SQLException {
        String name = property(exchange, "rowDataSource");
        String table = property(exchange, "rowTable");
        if (!TABLE.matcher(table).matches()) {
            throw StepBody.failure(
                    CONNECTOR, "the parameter table is no name of a table; write table or schema.table", false);
        }
        DataSource database = CamelContextHelper.mandatoryLookup(exchange.getContext(), name, DataSource.class);
        try (Connection connection = database.getConnection()) {
            TableColumns columns = TableColumns.of(connection, table);
            if (columns.types().isEmpty()) {
                throw StepBody.failure(
                        CONNECTOR, "the database " + name + " has no table " + table + "; create it", false);
            }
            return columns;
        }
    }

    private static Map<String, @Nullable Object> row(TableColumns columns, Exchange exchange, ObjectNode body) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        body.fields()
                .forEachRemaining(
                        member -> row.put(column(columns, exchange, member.getKey()), value(member.getValue())));
        if (row.isEmpty()) {
            throw StepBody.refused(CONNECTOR, "the body has no members");
        }
        return row;
    }

    private static String column(TableColumns columns, Exchange exchange, String name) {
        return columns.named(name)
                .orElseThrow(() -> StepBody.refused(
                        CONNECTOR,
                        "the table " + property(exchange, "rowTable") + " has no column " + name + "; its columns are "
                                + String.join(", ", columns.types().keySet())));
    }

    private static @Nullable Object value(JsonNode value) {
        return switch (value.getNodeType()) {
            case NULL, MISSING -> null;
            case BOOLEAN -> value.booleanValue();
            case NUMBER ->
                value.isIntegralNumber() && value.canConvertToLong() ? value.longValue() : value.decimalValue();
            case STRING -> value.textValue();
            default -> value.toString();
        };
    }

    /**
     * Fails finally if the database refuses the values, such as by a constraint.
     *
     * @throws Exception always: a {@link ReceiverFailure}, or the exception as it is
     */
    public void fail(Exchange exchange) throws Exception {
        Exception caught = StepBody.caught(exchange);
        Optional<SQLException> sql = sql(caught);
        if (caught instanceof DataIntegrityViolationException
                || sql.filter(TableRow::isFinal).isPresent()) {
            String reason = sql.map(SQLException::getMessage).orElse(caught.getMessage());
            throw StepBody.refused(CONNECTOR, "the database refuses the row: " + reason);
        }
        throw caught;
    }

    private static Optional<SQLException> sql(@Nullable Throwable failure) {
        return failure instanceof SQLException sql
                ? Optional.of(sql)
                : failure == null ? Optional.empty() : sql(failure.getCause());
    }

    /** Values that do not fit (22), and constraints (23). SQLite has codes of its own instead. */
    private static boolean isFinal(SQLException failure) {
        String state = failure.getSQLState() == null ? "" : failure.getSQLState();
        return state.startsWith("22")
                || state.startsWith("23")
                || failure.getClass().getName().startsWith("org.sqlite")
                        && SQLITE_FINAL.contains(failure.getErrorCode() & 0xff);
    }
}
