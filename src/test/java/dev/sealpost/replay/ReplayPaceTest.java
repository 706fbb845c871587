package dev.sealpost.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.replay.ReplayStep.Stepped.Went;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ReplayPaceTest {

    private static final Duration QUICK = Duration.ofMillis(5);

    @Test
    void keepsToItsRate() {
        ReplayPace pace = new ReplayPace(200);

        assertThat(pace.restAfter(new Went(100, QUICK), QUICK)).isEqualTo(Duration.ofMillis(495));
    }

    @Test
    void restsThreeTimesAsLongAsItLookedForNothing() {
        ReplayPace pace = new ReplayPace(200);

        assertThat(pace.restAfter(new Went(0, QUICK), Duration.ofMillis(40))).isEqualTo(Duration.ofMillis(120));
        assertThat(pace.restAfter(new Went(0, QUICK), Duration.ofMinutes(1))).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void takesHalfWhenItWroteForTooLongAndMoreWhenItDidNot() {
        ReplayPace pace = new ReplayPace(200);
        int first = pace.chunk();

        pace.restAfter(new Went(first, Duration.ofMillis(21)), QUICK);
        assertThat(pace.chunk()).isEqualTo(first / 2);

        for (int i = 0; i < 100; i++) {
            pace.restAfter(new Went(pace.chunk(), QUICK), QUICK);
        }
        assertThat(pace.chunk()).isEqualTo(100);
    }

    @Test
    void alwaysDoesSomething() {
        ReplayPace pace = new ReplayPace(1);
        pace.restAfter(new Went(1, Duration.ofSeconds(1)), QUICK);

        assertThat(pace.chunk()).isEqualTo(1);
    }
}
