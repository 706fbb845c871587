package dev.sealpost.source.poll;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class PollPaceTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    /** Draws what it is told. */
    private record Drawn(double value) implements RandomGenerator {

        @Override
        public double nextDouble() {
            return value;
        }

        @Override
        public long nextLong() {
            throw new UnsupportedOperationException();
        }
    }

    private static PollPace every(Duration interval, double drawn) {
        return new PollPace(interval, new Drawn(drawn));
    }

    @Test
    void goesOnAtOnceWhileThereIsMore() {
        assertThat(every(SECOND, 0.5).afterRead(true)).isZero();
        assertThat(every(SECOND, 0.5).afterRead(false)).isEqualTo(SECOND);
    }

    @Test
    void waitsTwiceAsLongAfterEachFailureUpToFiveMinutes() {
        PollPace pace = every(Duration.ofMillis(50), 0.5);

        assertThat(pace.afterFailure(1, Optional.empty())).isEqualTo(SECOND);
        assertThat(pace.afterFailure(2, Optional.empty())).isEqualTo(Duration.ofSeconds(2));
        assertThat(pace.afterFailure(5, Optional.empty())).isEqualTo(Duration.ofSeconds(16));
        assertThat(pace.afterFailure(1_000_000, Optional.empty())).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void waitsNoLessThanTheInterval() {
        assertThat(every(Duration.ofHours(2), 0.5).afterFailure(3, Optional.empty()))
                .isEqualTo(Duration.ofHours(2));
    }

    @Test
    void spreadsByAFifthBothWays() {
        assertThat(every(SECOND, 0).afterFailure(1, Optional.empty())).isEqualTo(Duration.ofMillis(800));
        assertThat(every(SECOND, 1).afterFailure(1, Optional.empty())).isEqualTo(Duration.ofMillis(1_200));
    }

    @Test
    void isNeverEarlierThanAskedTo() {
        Optional<Duration> wanted = Optional.of(Duration.ofSeconds(90));

        assertThat(every(SECOND, 0).afterFailure(1, wanted)).isEqualTo(Duration.ofSeconds(90));
        assertThat(every(SECOND, 1).afterFailure(1, wanted)).isEqualTo(Duration.ofSeconds(108));
    }

    @Test
    void keepsToNoMoreThanADayOfWhatItIsAskedFor() {
        assertThat(every(SECOND, 0).afterFailure(1, Optional.of(Duration.ofDays(400))))
                .isEqualTo(Duration.ofDays(1));
    }

    @Test
    void looksNowAndThenWhetherItIsItsTurn() {
        assertThat(every(Duration.ofMillis(20), 0).whileOthersPoll()).isEqualTo(SECOND);
        assertThat(every(Duration.ofHours(1), 0).whileOthersPoll()).isEqualTo(Duration.ofSeconds(15));
    }
}
