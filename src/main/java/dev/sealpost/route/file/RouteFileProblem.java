package dev.sealpost.route.file;

import java.util.OptionalInt;

/**
 * Why a file, or what is new in it, does not run.
 *
 * @param file as the operator knows it, such as {@code routes/orders-to-warehouse.camel.yaml}
 * @param remedy what the operator can do
 */
public record RouteFileProblem(String file, SourceLocation place, String reason, String remedy) {

    public OptionalInt line() {
        return place.line();
    }

    /** As compilers write it: {@code file:line:column: reason; remedy}. */
    @Override
    public String toString() {
        return file + place + ": " + reason + "; " + remedy;
    }
}
