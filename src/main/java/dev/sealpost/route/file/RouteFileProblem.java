package dev.sealpost.route.file;

import dev.sealpost.connector.catalog.ConnectorFileException;
import java.util.OptionalInt;

/**
 * Reason why a file or its new content does not run.
 *
 * @param file name shown to operators, such as {@code routes/orders-to-warehouse.camel.yaml}
 * @param remedy action for the operator
 */
public record RouteFileProblem(String file, SourceLocation place, String reason, String remedy) {

    /** @param why the reason why the file is no valid connector */
    public static RouteFileProblem of(String file, ConnectorFileException why) {
        return new RouteFileProblem(
                file, SourceLocation.at(why.line(), why.column()), String.valueOf(why.getMessage()), why.remedy());
    }

    public OptionalInt line() {
        return place.line();
    }

    /** Returns the format of compilers: {@code file:line:column: reason; remedy}. */
    @Override
    public String toString() {
        return file + place + ": " + reason + "; " + remedy;
    }
}
