package dev.sealpost.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LatenciesTest {

    @Test
    void findsTheRankOfAShare() {
        Latencies hundred = new Latencies(LongStream.rangeClosed(1, 100).toArray());

        assertThat(hundred.at(0.5)).isEqualTo(Duration.ofNanos(50));
        assertThat(hundred.at(0.99)).isEqualTo(Duration.ofNanos(99));
        assertThat(hundred.at(1.0)).isEqualTo(Duration.ofNanos(100));
    }

    @Test
    void isZeroWithoutAnyDuration() {
        assertThat(new Latencies(List.of()).at(0.99)).isZero();
    }
}
