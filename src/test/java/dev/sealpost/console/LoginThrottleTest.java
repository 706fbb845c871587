package dev.sealpost.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.node.HandClock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LoginThrottleTest {

    private static final String GUESSER = "192.0.2.1";

    private final HandClock clock = new HandClock(Instant.parse("2026-01-01T00:00:00Z"));
    private final LoginThrottle throttle = new LoginThrottle(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()));

    @Test
    void letsAFewTyposPass() {
        failTimes(LoginThrottle.FREE_FAILURES - 1);

        assertThat(throttle.waitOf(GUESSER)).isEmpty();
    }

    @Test
    void doublesTheWaitWithEachFurtherFailure() {
        failTimes(LoginThrottle.FREE_FAILURES);
        assertThat(throttle.waitOf(GUESSER)).contains(Duration.ofSeconds(1));

        throttle.failed(GUESSER);
        assertThat(throttle.waitOf(GUESSER)).contains(Duration.ofSeconds(2));

        throttle.failed(GUESSER);
        assertThat(throttle.waitOf(GUESSER)).contains(Duration.ofSeconds(4));
    }

    @Test
    void neverWaitsLongerThanTheLimit() {
        failTimes(LoginThrottle.FREE_FAILURES + 100);

        assertThat(throttle.waitOf(GUESSER)).contains(LoginThrottle.LONGEST_WAIT);
    }

    @Test
    void letsTheAddressTryAgainAfterTheWait() {
        failTimes(LoginThrottle.FREE_FAILURES);

        clock.advance(Duration.ofSeconds(1));

        assertThat(throttle.waitOf(GUESSER)).isEmpty();
    }

    @Test
    void forgetsTheFailuresAfterASuccess() {
        failTimes(LoginThrottle.FREE_FAILURES);

        throttle.succeeded(GUESSER);

        assertThat(throttle.waitOf(GUESSER)).isEmpty();
    }

    @Test
    void leavesOtherAddressesAlone() {
        failTimes(LoginThrottle.FREE_FAILURES);

        assertThat(throttle.waitOf("192.0.2.2")).isEmpty();
    }

    @Test
    void remembersOnlySoManyAddresses() {
        failTimes(LoginThrottle.FREE_FAILURES);

        for (int i = 0; i < LoginThrottle.REMEMBERED; i++) {
            throttle.failed("address " + i);
        }

        assertThat(throttle.waitOf(GUESSER)).isEmpty();
    }

    private void failTimes(int times) {
        for (int i = 0; i < times; i++) {
            throttle.failed(GUESSER);
        }
    }
}
