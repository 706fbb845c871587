package dev.sealpost.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** Whatever a server or a file is set to: what we say is committed is on the disk. */
class DatabaseTest {

    @OnDatabase(Dialect.SQLITE)
    void writesThroughToTheDiskAtEachCommit(TestDatabase database) throws Exception {
        try (WriterSession session = database.database().openWriter()) {
            assertThat(ask(session, "PRAGMA journal_mode")).isEqualTo("wal");
            assertThat(ask(session, "PRAGMA synchronous")).isEqualTo("2");
        }
    }

    @Test
    void refusesAServerThatWouldLoseCommits() throws Exception {
        try (PostgresqlServer careless = PostgresqlServer.start("off")) {
            Database database = careless.database();

            assertThatThrownBy(database::openWriter)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("fsync answers off, but must be on");
        }
    }

    @OnDatabase(Dialect.POSTGRESQL)
    void turnsSynchronousCommitOnWhereTheServerHasItOff(TestDatabase database) throws Exception {
        database.change(sql ->
                sql.sql("ALTER ROLE postgres SET synchronous_commit = off").update());
        try (WriterSession session = database.database().openWriter()) {
            assertThat(ask(session, "SHOW synchronous_commit")).isEqualTo("on");
            // A node that is frozen within a transaction must not hold its locks for longer.
            assertThat(ask(session, "SHOW idle_in_transaction_session_timeout")).isEqualTo("5s");
        } finally {
            database.change(sql ->
                    sql.sql("ALTER ROLE postgres RESET synchronous_commit").update());
        }
    }

    @OnDatabase
    void readsWithoutWriting(TestDatabase database) {
        assertThatThrownBy(() ->
                        database.reads().sql("DELETE FROM snapshot_version").update())
                .isInstanceOf(org.springframework.dao.DataAccessException.class);
    }

    private static String ask(WriterSession session, String question) {
        return session.client()
                .sql(question)
                .query((row, number) -> row.getString(1))
                .single();
    }
}
