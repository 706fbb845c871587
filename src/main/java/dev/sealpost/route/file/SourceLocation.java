package dev.sealpost.route.file;

import java.util.OptionalInt;

/**
 * Location in a file.
 *
 * @param line from 1; empty if unknown
 * @param column from 1; empty if unknown
 */
public record SourceLocation(OptionalInt line, OptionalInt column) {

    public static final SourceLocation UNKNOWN = new SourceLocation(OptionalInt.empty(), OptionalInt.empty());

    /** Returns the location of a line; unknown if 0 or less, as in Camel. */
    public static SourceLocation line(int line) {
        return line > 0 ? new SourceLocation(OptionalInt.of(line), OptionalInt.empty()) : UNKNOWN;
    }

    public static SourceLocation at(int line, int column) {
        return line > 0 && column > 0 ? new SourceLocation(OptionalInt.of(line), OptionalInt.of(column)) : line(line);
    }

    /** Returns {@code :line:column} as far as known. */
    @Override
    public String toString() {
        return (line.isPresent() ? ":" + line.getAsInt() : "") + (column.isPresent() ? ":" + column.getAsInt() : "");
    }
}
