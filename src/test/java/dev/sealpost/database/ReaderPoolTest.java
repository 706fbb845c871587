package dev.sealpost.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.springframework.jdbc.core.simple.JdbcClient;

class ReaderPoolTest {

    /** Takes any database longer than a test has time for. */
    private static final String ENDLESS = """
            WITH RECURSIVE number (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < 2000000000)
            SELECT MAX(n) FROM number
            """;

    private static final Duration SHORT = Duration.ofMillis(200);

    @OnDatabase
    void endsAReadThatTakesTooLongAndSaysSo(TestDatabase database) {
        try (ReaderPool pool = database.readers(SHORT)) {
            assertThatThrownBy(() -> read(pool.client()))
                    .isInstanceOf(SlowReadException.class)
                    .hasMessageContaining("exceeded its time limit of 200 ms")
                    .hasMessageContaining("after and before");
        }
    }

    @OnDatabase
    void goesOnWithTheConnectionWhoseReadWasEnded(TestDatabase database) {
        try (ReaderPool pool = database.readers(SHORT)) {
            assertThatThrownBy(() -> read(pool.client())).isInstanceOf(SlowReadException.class);

            assertThat(pool.client().sql("SELECT 1").query(Integer.class).single())
                    .isEqualTo(1);
        }
    }

    @OnDatabase
    void endsTheReadsOfOneViewToo(TestDatabase database) {
        try (ReaderPool pool = database.readers(SHORT);
                ConsistentReads.View view = new ConsistentReads(pool).open()) {
            assertThatThrownBy(() -> read(view.sql())).isInstanceOf(SlowReadException.class);
        }
    }

    private static void read(JdbcClient sql) {
        sql.sql(ENDLESS).query(Long.class).single();
    }
}
