package dev.sealpost.database;

import java.sql.SQLException;
import java.util.Optional;

/** Binds the parameters of a row in column order. */
public sealed interface RowParameters permits StatementParameters, ColumnArrays {

    RowParameters text(String text) throws SQLException;

    RowParameters text(Optional<String> text) throws SQLException;

    RowParameters number(long number) throws SQLException;

    RowParameters number(Optional<? extends Number> number) throws SQLException;

    RowParameters bytes(byte[] bytes) throws SQLException;
}
