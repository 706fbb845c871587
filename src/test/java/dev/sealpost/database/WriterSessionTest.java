package dev.sealpost.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class WriterSessionTest {

    private static final String INSERT = "INSERT INTO note (name, number) SELECT * FROM unnest(?, ?)";

    private final TestDatabase database = TestDatabase.onServer(WriterSessionTest.class);

    private WriterSession open() throws SQLException {
        WriterSession session = database.database().openWriter();
        session.client().sql("DROP TABLE IF EXISTS note").update();
        session.client()
                .sql("CREATE TABLE note (name TEXT PRIMARY KEY, number BIGINT)")
                .update();
        session.commit();
        return session;
    }

    private static ColumnArrays note(String name) {
        ColumnArrays rows = new ColumnArrays(2, 1);
        rows.text(name).number(7).endRow();
        return rows;
    }

    /** Counts what others see. */
    private int committed() {
        return database.reads()
                .sql("SELECT COUNT(*) FROM note WHERE number = 7")
                .query(Integer.class)
                .single();
    }

    @Test
    void executesTheLastStatementWithTheCommit() throws SQLException {
        try (WriterSession session = open()) {
            // Often enough for the driver to keep both statements prepared.
            for (int i = 1; i <= 10; i++) {
                session.executeAtCommit(INSERT, note("note " + i));
                session.commit();

                assertThat(committed()).isEqualTo(i);
            }
            session.rollback();
            assertThat(committed()).isEqualTo(10);
        }
    }

    @Test
    void commitsNothingWhenTheLastStatementFails() throws SQLException {
        try (WriterSession session = open()) {
            session.update("INSERT INTO note (name, number) VALUES ('before', 7)");
            session.executeAtCommit(INSERT, note("before"));

            assertThatThrownBy(session::commit).isInstanceOf(SQLException.class);

            session.rollback();
            assertThat(committed()).isZero();
        }
    }

    @Test
    void forgetsTheLastStatementOfATransactionThatIsRolledBack() throws SQLException {
        try (WriterSession session = open()) {
            session.executeAtCommit(INSERT, note("one"));
            session.rollback();
            session.commit();

            assertThat(committed()).isZero();
        }
    }

    @Test
    void executesTheLastStatementWithoutACommitOnRequest() throws SQLException {
        try (WriterSession session = open()) {
            session.executeAtCommit(INSERT, note("one"));
            session.executeLast();
            session.rollback();

            assertThat(committed()).isZero();
        }
    }
}
