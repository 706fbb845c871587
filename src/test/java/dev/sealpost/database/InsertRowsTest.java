package dev.sealpost.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

class InsertRowsTest {

    /** More than fit into one statement. */
    private static final int MANY = 512 + 43;

    private final InsertRows<Note> insert = new InsertRows<>(
            new InsertRows.Table("note", List.of("name", "number"), List.of("text", "time", "body")), new NoteRow());

    private record Note(String name, int number, Optional<String> text) {}

    private static final class NoteRow implements InsertRows.RowMapping<Note> {

        @Override
        public List<Object> key(Note note) {
            return List.of(note.name(), note.number());
        }

        @Override
        public void bind(RowParameters to, Note note) throws SQLException {
            to.text(note.name())
                    .number(note.number())
                    .text(note.text())
                    .number(note.text().map(String::length))
                    .bytes(new byte[] {1, 2});
        }
    }

    private static WriterSession open(TestDatabase database) throws SQLException {
        WriterSession session = database.database().openWriter();
        String bytes = database.dialect() == Dialect.SQLITE ? "BLOB" : "BYTEA";
        session.client().sql("DROP TABLE IF EXISTS note").update();
        session.client()
                .sql("CREATE TABLE note (name TEXT, number INTEGER, text TEXT, time BIGINT, body " + bytes
                        + ", PRIMARY KEY (name, number))")
                .update();
        return session;
    }

    private static List<Note> notes(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> new Note("n", i, i % 2 == 0 ? Optional.empty() : Optional.of("text " + i)))
                .toList();
    }

    private static int count(WriterSession session) {
        return session.client()
                .sql("SELECT COUNT(*) FROM note WHERE body IS NOT NULL")
                .query(Integer.class)
                .single();
    }

    @OnDatabase
    void insertsEveryRowWithItsValues(TestDatabase database) throws SQLException {
        try (WriterSession session = open(database)) {
            boolean[] isNew = insert.insert(session, notes(0, MANY));

            assertThat(isNew).hasSize(MANY).doesNotContain(false);
            assertThat(count(session)).isEqualTo(MANY);
            assertThat(session.client()
                            .sql("SELECT text FROM note WHERE number = 131 AND time = 8")
                            .query(String.class)
                            .single())
                    .isEqualTo("text 131");
            assertThat(session.client()
                            .sql("SELECT COUNT(*) FROM note WHERE text IS NULL AND time IS NULL")
                            .query(Integer.class)
                            .single())
                    .isEqualTo((MANY + 1) / 2);
        }
    }

    @OnDatabase
    void insertsRowsThatTogetherAreTooLargeForOneStatement(TestDatabase database) throws SQLException {
        try (WriterSession session = open(database)) {
            List<Note> large = IntStream.range(0, 5)
                    .mapToObj(i -> new Note("n", i, Optional.of("x".repeat(600_000))))
                    .toList();

            assertThat(insert.insert(session, large)).containsExactly(true, true, true, true, true);

            assertThat(count(session)).isEqualTo(5);
        }
    }

    @OnDatabase(Dialect.POSTGRESQL)
    void insertsNothingThatWasDerivedFromAnOldSnapshot(TestDatabase database) throws SQLException {
        try (WriterSession session = open(database)) {
            long version = Snapshots.nextVersion(session.client());

            assertThat(insert.insertAtVersion(session, notes(0, 2), version - 1))
                    .containsExactly(false, false);
            assertThat(insert.insertAtVersion(session, notes(0, 2), version)).containsExactly(true, true);
        }
    }

    @OnDatabase
    void tellsWhichAreThereAlready(TestDatabase database) throws SQLException {
        try (WriterSession session = open(database)) {
            insert.insert(session, notes(5, 8));

            boolean[] isNew = insert.insert(session, notes(0, MANY));

            for (int i = 0; i < MANY; i++) {
                assertThat(isNew[i]).as("row %d", i).isEqualTo(i < 5 || i >= 8);
            }
            assertThat(count(session)).isEqualTo(MANY);
        }
    }

    @OnDatabase
    void takesTheFirstOfTwoWithTheSameKey(TestDatabase database) throws SQLException {
        try (WriterSession session = open(database)) {
            List<Note> rows = new ArrayList<>(notes(0, 40));
            rows.set(7, new Note("n", 3, Optional.of("the second")));

            boolean[] isNew = insert.insert(session, rows);

            assertThat(isNew[3]).isTrue();
            assertThat(isNew[7]).isFalse();
            assertThat(count(session)).isEqualTo(39);
        }
    }

    @OnDatabase
    void leavesNothingOfABatchThatFailed(TestDatabase database) throws SQLException {
        try (WriterSession session = open(database)) {
            session.commit();
            insert.insert(session, notes(0, 3));
            session.rollback();

            boolean[] isNew = insert.insert(session, notes(0, 3));

            assertThat(isNew).containsExactly(true, true, true);
            assertThat(count(session)).isEqualTo(3);
        }
    }
}
