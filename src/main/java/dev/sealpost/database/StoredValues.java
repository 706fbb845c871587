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
 * Reads the columns of a row and records invalid values, since SQLite stores any value in any column. Returns a
 * fallback for such a value, so that the rest of the row is usable. Not thread-safe.
 */
public final class StoredValues {

    private final ResultSet row;
    private final List<String> faults = new ArrayList<>();

    public StoredValues(ResultSet row) {
        this.row = row;
    }

    /** Invalid columns with their reasons; empty if there are none. */
    public Optional<String> fault() {
        return faults.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", faults));
    }

    /** Logs once that the row has invalid columns. */
    public void logFault(String table, String key) {
        fault().ifPresent(reason -> ReadableRows.logOnce(table, key, reason));
    }

    /** Reads a column; returns the fallback if it is invalid. */
    public <T> T read(String column, Supplier<T> read, T otherwise) {
        try {
            return read.get();
        } catch (RuntimeException | StackOverflowError e) {
            faults.add(column + ": " + e.getMessage());
            return otherwise;
        }
    }

    /** Reads a flag; SQLite stores 0 and 1. */
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

    /** Reads an integer; empty for NULL and for an invalid value. */
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

    /** Reads a time in milliseconds since 1970, in the years 0 to 9999. */
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

    /** Reads an optional time. */
    public Optional<Instant> optionalTime(String column) throws SQLException {
        return row.getObject(column) == null ? Optional.empty() : Optional.of(time(column));
    }

    /** Returns whether the row is deleted; ignores an invalid deletion time. */
    public boolean isDeleted() throws SQLException {
        return number("deleted_at").isPresent();
    }

    /** Reads a required text. */
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

    /** Reads a JSON list; an unreadable one is empty. */
    public <T> List<T> list(String column, Function<String, T> element) throws SQLException {
        @Nullable String text = row.getString(column);
        return read(
                column,
                () -> List.copyOf(JsonColumns.list(text).stream().map(element).toList()),
                List.of());
    }

    /** Reads an optional text. */
    public Optional<String> optional(String column) throws SQLException {
        return Optional.ofNullable(row.getString(column));
    }
}
