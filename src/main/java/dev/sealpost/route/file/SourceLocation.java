package dev.sealpost.route.file;

import java.util.OptionalInt;

/**
 * Where in a file.
 *
 * @param line from 1, where it is known
 * @param column from 1, where it is known
 */
public record SourceLocation(OptionalInt line, OptionalInt column) {

    public static final SourceLocation UNKNOWN = new SourceLocation(OptionalInt.empty(), OptionalInt.empty());

    /** A line, or nowhere when the line is 0 or less, as Camel says it. */
    public static SourceLocation line(int line) {
        return line > 0 ? new SourceLocation(OptionalInt.of(line), OptionalInt.empty()) : UNKNOWN;
    }

    public static SourceLocation at(int line, int column) {
        return line > 0 && column > 0 ? new SourceLocation(OptionalInt.of(line), OptionalInt.of(column)) : line(line);
    }

    /** As {@code :line:column}, as far as it is known. */
    @Override
    public String toString() {
        return (line.isPresent() ? ":" + line.getAsInt() : "") + (column.isPresent() ? ":" + column.getAsInt() : "");
    }
}
