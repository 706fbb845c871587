package dev.sealpost.api.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.application.ApplicationId;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class IngestLimitTest {

    private static final ApplicationId ACME = new ApplicationId("app_acme");
    private static final ApplicationId OTHER = new ApplicationId("app_other");

    /** Near the end of its range, where it overflows, as {@link System#nanoTime} may. */
    private long now = Long.MAX_VALUE - Duration.ofSeconds(1).toNanos();

    private final IngestLimit limit = new IngestLimit(10, 5, () -> now);

    @Test
    void takesABurstAndThenOneAtATime() {
        assertThat(taken(ACME, 20)).isEqualTo(5);
        assertThat(limit.waitFor(ACME)).contains(Duration.ofMillis(100));

        now += Duration.ofMillis(99).toNanos();
        assertThat(limit.waitFor(ACME)).contains(Duration.ofMillis(1));
        now += Duration.ofMillis(1).toNanos();
        assertThat(taken(ACME, 20)).isEqualTo(1);
    }

    @Test
    void takesAsManyASecondAsTheRateSays() {
        int taken = 0;
        for (int tick = 0; tick < 1_000; tick++) {
            now += Duration.ofMillis(10).toNanos();
            taken += taken(ACME, 3);
        }

        assertThat(taken).isBetween(100, 105);
    }

    @Test
    void gathersNoMoreThanABurstWhileNothingComes() {
        taken(ACME, 20);

        now += Duration.ofHours(1).toNanos();

        assertThat(taken(ACME, 20)).isEqualTo(5);
    }

    @Test
    void letsTheFloodOfOneApplicationHurtNoOther() {
        taken(ACME, 20);

        assertThat(taken(OTHER, 20)).isEqualTo(5);
    }

    @Test
    void takesEverythingWithoutALimit() {
        IngestLimit none = new IngestLimit(0, 5, () -> now);

        for (int i = 0; i < 100; i++) {
            assertThat(none.waitFor(ACME)).isEmpty();
        }
    }

    @Test
    void forgetsApplicationsThatSendNothing() {
        for (int i = 0; i < 10_000; i++) {
            limit.waitFor(new ApplicationId("app_" + i));
        }
        taken(ACME, 20);
        now += Duration.ofMillis(100).toNanos();

        assertThat(taken(OTHER, 1)).isEqualTo(1);

        assertThat(limit.size()).isEqualTo(2);
        assertThat(taken(ACME, 20)).isEqualTo(1);
    }

    private int taken(ApplicationId application, int sent) {
        int taken = 0;
        for (int i = 0; i < sent; i++) {
            taken += limit.waitFor(application).isEmpty() ? 1 : 0;
        }
        return taken;
    }
}
