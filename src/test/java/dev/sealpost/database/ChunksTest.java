package dev.sealpost.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChunksTest {

    private int left = 2_000;
    private final List<Integer> asked = new ArrayList<>();

    @OnDatabase
    void writesInManyTransactionsUntilNothingIsLeft(TestDatabase database) {
        DirectWrites writes = database.writes();

        long changed = Chunks.write(writes, (sql, atMost) -> take(atMost));

        assertThat(changed).isEqualTo(2_000);
        assertThat(left).isZero();
        assertThat(asked).allMatch(size -> size <= 500);
        assertThat(writes.transactions()).isEqualTo(asked.size());
    }

    @OnDatabase(Dialect.SQLITE)
    void keepsWhatWasCommittedBeforeAFailure(TestDatabase database) {
        DirectWrites writes = database.writes();

        assertThatThrownBy(() -> Chunks.write(writes, (sql, atMost) -> {
                    if (left < 1_500) {
                        throw new DatabaseUnavailableException("gone", null);
                    }
                    return take(atMost);
                }))
                .isInstanceOf(DatabaseUnavailableException.class);

        assertThat(left).isLessThan(1_500);
    }

    private int take(int atMost) {
        asked.add(atMost);
        int taken = Math.min(atMost, left);
        left -= taken;
        return taken;
    }

    @OnDatabase(Dialect.SQLITE)
    void writesOnceWhereThereIsNothing(TestDatabase database) {
        left = 0;

        assertThat(Chunks.write(database.writes(), (sql, atMost) -> take(atMost)))
                .isZero();

        assertThat(asked).hasSize(1);
    }

    private final Chunks chunks = new Chunks(
            new Writes() {
                @Override
                public <T> T write(SqlWork<T> work) {
                    throw new AssertionError("nothing is written here");
                }
            },
            Duration.ofMillis(10),
            500,
            () -> 0);

    private void took(long millis) {
        chunks.took(Duration.ofMillis(millis).toNanos());
    }

    @Test
    void growsWhileWritesAreQuick() {
        int first = chunks.rows();

        took(1);

        assertThat(chunks.rows()).isGreaterThan(first);
        for (int i = 0; i < 100; i++) {
            took(1);
        }
        assertThat(chunks.rows()).isEqualTo(500);
    }

    @Test
    void shrinksByAsMuchAsAWriteWasTooSlow() {
        int first = chunks.rows();

        took(100);

        assertThat(chunks.rows()).isEqualTo(first / 10);
        took(10_000);
        assertThat(chunks.rows()).isEqualTo(1);
    }

    @Test
    void staysWhereItIsRight() {
        int first = chunks.rows();

        took(7);

        assertThat(chunks.rows()).isEqualTo(first);
    }
}
