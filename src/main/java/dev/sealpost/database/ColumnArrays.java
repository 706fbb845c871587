package dev.sealpost.database;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Rows as one array for each column, the parameters of {@code unnest(?, …)} on PostgreSQL. The driver sends arrays of
 * {@code String}, {@code Long} and {@code byte[]} in binary form.
 */
public final class ColumnArrays implements RowParameters {

    private static final int BYTES_OF_A_NUMBER = 8;

    private final int rows;
    private final Object[][] columns;
    private int row;
    private int column;
    private long size;

    /** @param rows number of rows at most */
    public ColumnArrays(int columns, int rows) {
        this.rows = rows;
        this.columns = new Object[columns][];
    }

    /** Ends a row; the next value is the first of the next row. */
    public void endRow() {
        row++;
        column = 0;
    }

    boolean hasRoom() {
        return row < rows;
    }

    int rows() {
        return row;
    }

    /** Returns the approximate size of the values in bytes. */
    long size() {
        return size;
    }

    /** Binds the columns to a statement. */
    void bind(PreparedStatement statement) throws SQLException {
        for (int i = 0; i < columns.length; i++) {
            statement.setObject(i + 1, row == rows ? columns[i] : Arrays.copyOf(columns[i], row));
        }
    }

    @Override
    public ColumnArrays text(String text) {
        return add(text, String[].class, text.length());
    }

    @Override
    public ColumnArrays text(Optional<String> text) {
        return add(text.orElse(null), String[].class, text.map(String::length).orElse(0));
    }

    @Override
    public ColumnArrays number(long number) {
        return add(number, Long[].class, BYTES_OF_A_NUMBER);
    }

    @Override
    public ColumnArrays number(Optional<? extends Number> number) {
        return add(number.map(Number::longValue).orElse(null), Long[].class, BYTES_OF_A_NUMBER);
    }

    @Override
    public ColumnArrays bytes(byte[] bytes) {
        return add(bytes, byte[][].class, bytes.length);
    }

    private ColumnArrays add(@Nullable Object value, Class<? extends Object[]> type, int bytes) {
        Object[] values = columns[column];
        if (values == null) {
            values = Arrays.copyOf(new Object[0], rows, type);
            columns[column] = values;
        }
        values[row] = value;
        column++;
        size += bytes;
        return this;
    }
}
