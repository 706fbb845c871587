package dev.sealpost.database;

import dev.sealpost.identifier.Rfc3339;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads the columns of one row, and notes those that hold what they never should: SQLite keeps any value in any column. In place
 * of such a value comes another one, so that the rest of the row is known. For one thread.
 */
public final class StoredValues {

    private final ResultSet row;
    private final List<String> faults = new ArrayList<>();

    public StoredValues(ResultSet row) {
        this.row = row;
    }

    /** The columns that cannot be read, each with its reason; empty when all can. */
    public Optional<String> fault() {
        return faults.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", faults));
    }

    /** Names the row in the log, once, where not all of it can be read. */
    public void tell(String table, String key) {
        fault().ifPresent(reason -> ReadableRows.tell(table, key, reason));
    }

    /** What is read from a column, or the other value. */
    public <T> T read(String column, Supplier<T> read, T otherwise) {
        try {
            return read.get();
        } catch (RuntimeException | StackOverflowError e) {
            faults.add(column + ": " + e.getMessage());
            return otherwise;
        }
    }

    /** A flag; two numbers are flags in SQLite. */
    public boolean flag(String column, boolean otherwise) throws SQLException {
        @Nullable Object value = row.getObject(column);
        return read(
                column,
                () -> switch (value) {
                    case Boolean flag -> flag;
                    case Number number
                    when number.longValue() == 0 || number.longValue() == 1 -> number.longValue() == 1;
                    case null, default -> throw new IllegalStateException("neither true nor false");
                },
                otherwise);
    }

    /** A whole number; empty for NULL and for what is no number. */
    public OptionalLong number(String column) throws SQLException {
        @Nullable Object value = row.getObject(column);
        return value == null
                ? OptionalLong.empty()
                : read(column, () -> OptionalLong.of(whole(value)), OptionalLong.empty());
    }

    private static long whole(Object value) {
        if (value instanceof Long || value instanceof Integer) {
            return ((Number) value).longValue();
        }
        throw new IllegalStateException("not a whole number");
    }

    /** Milliseconds since 1970, in the years 0 to 9999. */
    public Instant time(String column) throws SQLException {
        @Nullable Object value = row.getObject(column);
        return read(
                column,
                () -> {
                    if (value == null) {
                        throw new IllegalStateException("not a time");
                    }
                    Instant time = Instant.ofEpochMilli(whole(value));
                    if (!Rfc3339.isWithin(time)) {
                        throw new IllegalStateException("not a time in the years 0 to 9999");
                    }
                    return time;
                },
                Instant.EPOCH);
    }

    /** A time that a row may be without. */
    public Optional<Instant> optionalTime(String column) throws SQLException {
        return row.getObject(column) == null ? Optional.empty() : Optional.of(time(column));
    }

    /** Whether the row says that it was deleted. A value that is no time does not count. */
    public boolean isDeleted() throws SQLException {
        return number("deleted_at").isPresent();
    }

    /** A text that no row is without. */
    public String text(String column) throws SQLException {
        String text = row.getString(column);
        return read(
                column,
                () -> {
                    if (text == null) {
                        throw new IllegalStateException("missing");
                    }
                    return text;
                },
                "");
    }

    /** A list in JSON; empty where it cannot be read. */
    public <T> List<T> list(String column, Function<String, T> element) throws SQLException {
        @Nullable String text = row.getString(column);
        return read(
                column,
                () -> List.copyOf(JsonColumns.list(text).stream().map(element).toList()),
                List.of());
    }

    /** A text, or none. */
    public Optional<String> optional(String column) throws SQLException {
        return Optional.ofNullable(row.getString(column));
    }
}
