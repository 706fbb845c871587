package dev.sealpost.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    @ParameterizedTest
    @CsvSource({"100,20,100", "100,40,50", "100,2000,10", "100,10,200", "100,1,200", "100,0,200", "400,1,500"})
    void takesAsManyRowsAsFitIntoTwentyMilliseconds(int size, long millis, int next) {
        assertThat(Chunks.next(size, Duration.ofMillis(millis))).isEqualTo(next);
    }

    @OnDatabase(Dialect.SQLITE)
    void writesOnceWhereThereIsNothing(TestDatabase database) {
        left = 0;

        assertThat(Chunks.write(database.writes(), (sql, atMost) -> take(atMost)))
                .isZero();

        assertThat(asked).hasSize(1);
    }
}
