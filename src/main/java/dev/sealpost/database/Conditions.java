package dev.sealpost.database;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Builder of a {@code WHERE} clause. Values are always parameters. */
public final class Conditions {

    private final List<String> conditions = new ArrayList<>();
    private final List<Object> parameters = new ArrayList<>();

    /** Adds a condition with a {@code ?} for each value. */
    public Conditions and(String condition, Object... values) {
        conditions.add(condition);
        Collections.addAll(parameters, values);
        return this;
    }

    /** Adds {@code column IN (values)}; no values mean no condition. */
    public Conditions andIn(String column, Collection<?> values) {
        if (!values.isEmpty()) {
            conditions.add(column + " IN (" + String.join(", ", Collections.nCopies(values.size(), "?")) + ")");
            parameters.addAll(values);
        }
        return this;
    }

    /** Adds that a column of {@link JsonColumns} contains the text. Case-sensitive, unlike LIKE in some databases. */
    public Conditions andListed(String column, String text) {
        String list = JsonColumns.text(List.of(text));
        String quoted = list == null ? text : list.substring(1, list.length() - 1);
        return and("replace(" + column + ", ?, '') <> " + column, quoted);
    }

    /**
     * Reads a page of the matching rows, sorted by time and id.
     *
     * @param time column of times, in milliseconds since the epoch
     */
    public <T> Page<T> page(JdbcClient reads, String table, String time, PageRequest request, RowMapper<T> read) {
        String clauses = request.clauses(this, time, "id");
        return request.cut(reads.sql("SELECT * FROM " + table + " " + clauses)
                .params(parameters)
                .query(read)
                .list());
    }

    /** Returns whether any row of the table matches. */
    public boolean matchAnyOf(JdbcClient sql, String table) {
        return sql.sql("SELECT count(*) FROM " + table + " " + where())
                        .params(parameters)
                        .query(Long.class)
                        .single()
                > 0;
    }

    public String where() {
        return conditions.isEmpty() ? "" : "WHERE " + String.join(" AND ", conditions);
    }

    public List<Object> parameters() {
        return List.copyOf(parameters);
    }
}
