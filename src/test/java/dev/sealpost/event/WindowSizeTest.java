package dev.sealpost.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WindowSizeTest {

    private static final int MOST = 768;

    @ParameterizedTest
    @CsvSource({
        "0, 256, 128", // never less than a third and a sixth
        "1000, 256, 128",
        "2000, 300, 160",
        "4000, 600, 320",
        "9000, 768, 384" // never more than all and half
    })
    void holdsWhatLeavesWithinAMoment(int perSecond, int all, int share) {
        WindowSize size = new WindowSize(MOST, 0);
        long interval = perSecond == 0 ? 0 : Duration.ofSeconds(1).toNanos() / perSecond;

        for (int i = 1; i <= 5 * perSecond; i++) {
            size.left(i * interval);
        }

        assertThat(size.all()).isCloseTo(all, withinPercentage(2));
        assertThat(size.share()).isCloseTo(share, withinPercentage(2));
    }

    @Test
    void shrinksWhenTheNodeGetsSlower() {
        int perSecond = 4_000;
        WindowSize size = new WindowSize(MOST, 0);
        long interval = Duration.ofSeconds(1).toNanos() / perSecond;
        long now = 0;
        for (int i = 1; i <= perSecond; i++) {
            now += interval;
            size.left(now);
        }
        int before = size.all();

        for (int i = 1; i <= 40; i++) {
            now += Duration.ofMillis(100).toNanos();
            size.left(now);
        }

        assertThat(before).isGreaterThan(500);
        assertThat(size.all()).isEqualTo(256);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 5})
    void hasRoomForAnEventHoweverFewDeliveriesTheNodeMayHaveInFlight(int most) {
        WindowSize size = new WindowSize(most, 0);

        assertThat(size.all()).isPositive();
        assertThat(size.share()).isPositive();
    }
}
