package dev.sealpost.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackOffTest {

    private final BackOff backOff = new BackOff(Duration.ofMillis(100), Duration.ofSeconds(30));

    @ParameterizedTest
    @CsvSource({"1,100", "2,200", "3,400", "9,25600", "10,30000", "2147483647,30000"})
    void doublesThePauseUpToTheLongest(int failures, long millis) {
        assertThat(backOff.after(failures)).isEqualTo(Duration.ofMillis(millis));
    }
}
