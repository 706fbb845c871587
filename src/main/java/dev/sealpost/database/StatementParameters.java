package dev.sealpost.database;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Optional;

/** Binds a row to a statement with one parameter for each column. */
final class StatementParameters implements RowParameters {

    private final PreparedStatement statement;
    private int bound;

    StatementParameters(PreparedStatement statement) {
        this.statement = statement;
    }

    @Override
    public RowParameters text(String text) throws SQLException {
        statement.setString(++bound, text);
        return this;
    }

    @Override
    public RowParameters text(Optional<String> text) throws SQLException {
        if (text.isPresent()) {
            return text(text.get());
        }
        statement.setNull(++bound, Types.VARCHAR);
        return this;
    }

    @Override
    public RowParameters number(long number) throws SQLException {
        statement.setLong(++bound, number);
        return this;
    }

    @Override
    public RowParameters number(Optional<? extends Number> number) throws SQLException {
        if (number.isPresent()) {
            return number(number.get().longValue());
        }
        statement.setNull(++bound, Types.BIGINT);
        return this;
    }

    @Override
    public RowParameters bytes(byte[] bytes) throws SQLException {
        statement.setBytes(++bound, bytes);
        return this;
    }
}
