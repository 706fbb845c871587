package dev.sealpost.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

class DialectTest {

    private static SQLiteException failure(SQLiteErrorCode code) {
        return new SQLiteException("of the test", code);
    }

    @ParameterizedTest
    @EnumSource(
            value = SQLiteErrorCode.class,
            names = {"SQLITE_IOERR", "SQLITE_IOERR_FSYNC", "SQLITE_IOERR_WRITE", "SQLITE_CORRUPT", "SQLITE_NOTADB"})
    void takesFilesForBrokenThatCannotBeUsed(SQLiteErrorCode code) {
        assertThat(Dialect.SQLITE.isBroken(failure(code))).isTrue();
    }

    /** Temporary failures: a full disk is emptied, a lock is released. */
    @ParameterizedTest
    @EnumSource(
            value = SQLiteErrorCode.class,
            names = {"SQLITE_FULL", "SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_CANTOPEN"})
    void waitsForWhatPasses(SQLiteErrorCode code) {
        assertThat(Dialect.SQLITE.isBroken(failure(code))).isFalse();
        assertThat(Dialect.SQLITE.isUnavailability(failure(code))).isTrue();
    }

    @ParameterizedTest
    @EnumSource(
            value = SQLiteErrorCode.class,
            names = {"SQLITE_CONSTRAINT", "SQLITE_CONSTRAINT_NOTNULL", "SQLITE_TOOBIG", "SQLITE_ERROR"})
    void blamesTheValueForWhatWaitingDoesNotMend(SQLiteErrorCode code) {
        assertThat(Dialect.SQLITE.isBroken(failure(code))).isFalse();
        assertThat(Dialect.SQLITE.isUnavailability(failure(code))).isFalse();
    }

    /** 53100: its disk is full; 58030: it cannot read a file; 57P01: it is being stopped; 08006: it is gone. */
    @ParameterizedTest
    @ValueSource(strings = {"53100", "58030", "57P01", "08006"})
    void waitsForAServerWhateverIsWrongWithIt(String state) {
        SQLException failure = new SQLException("of the test", state);

        assertThat(Dialect.POSTGRESQL.isUnavailability(failure)).isTrue();
        assertThat(Dialect.POSTGRESQL.isBroken(failure)).isFalse();
    }
}
