package dev.sealpost.delivery.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.delivery.gate.CircuitBreaker.Change;
import dev.sealpost.delivery.gate.CircuitBreaker.Permission;
import dev.sealpost.endpoint.DeliveryPolicy.BreakerPolicy;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CircuitBreakerTest {

    private static final Duration OPEN_FOR = Duration.ofSeconds(10);
    private static final long OPEN = OPEN_FOR.toNanos();

    /** Outcomes in order, + and -, and where the breaker opens: from 1, or 0 for never. */
    @ParameterizedTest(name = "{0} in a row, {1} % of {2}: {3} opens at {4}")
    @CsvSource({
        "3, 0, 1, ---, 3",
        "3, 0, 1, --+--+--, 0",
        "3, 0, 1, --+---, 6",
        "1, 0, 1, +-, 2",
        "0, 50, 4, ----, 2",
        "0, 50, 4, -+-, 3",
        "0, 50, 4, -, 0",
        "0, 50, 4, +++-, 0",
        "0, 50, 4, +++--, 5",
        "0, 50, 4, +++-+++-+++, 0",
        "0, 100, 3, --+--+, 0",
        "0, 100, 3, +---, 4",
        "2, 50, 10, +--, 3",
        "0, 0, 1, --------, 0",
    })
    void opensWhenThereIsTooMuchOf(int consecutive, int percent, int window, String outcomes, int opens) {
        CircuitBreaker breaker = new CircuitBreaker(new BreakerPolicy(consecutive, percent, window, OPEN_FOR));
        int opened = 0;
        for (int i = 0; i < outcomes.length() && opened == 0; i++) {
            if (breaker.ended(false, outcomes.charAt(i) == '+', i) == Change.OPENED) {
                opened = i + 1;
            }
        }

        assertThat(opened).isEqualTo(opens);
        assertThat(breaker.isClosed()).isEqualTo(opens == 0);
    }

    private static CircuitBreaker open() {
        CircuitBreaker breaker = new CircuitBreaker(new BreakerPolicy(1, 0, 1, OPEN_FOR));
        assertThat(breaker.ended(false, false, 0)).isEqualTo(Change.OPENED);
        return breaker;
    }

    @Test
    void letsNothingThroughUntilItsTimeIsOver() {
        CircuitBreaker breaker = open();

        assertThat(List.of(breaker.permission(0), breaker.permission(OPEN - 1), breaker.permission(OPEN)))
                .containsExactly(Permission.SHUT, Permission.SHUT, Permission.PROBE);
        assertThat(breaker.untilProbe(OPEN / 4)).isEqualTo(OPEN * 3 / 4);
    }

    @Test
    void letsExactlyOneProbeThrough() {
        CircuitBreaker breaker = open();
        assertThat(breaker.permission(OPEN)).isEqualTo(Permission.PROBE);

        breaker.probe();

        assertThat(breaker.permission(OPEN)).isEqualTo(Permission.SHUT);
        assertThat(breaker.permission(1_000 * OPEN)).isEqualTo(Permission.SHUT);
    }

    @Test
    void closesWithAProbeThatSucceedsAndCountsAnew() {
        CircuitBreaker breaker = open();
        breaker.probe();

        assertThat(breaker.ended(true, true, OPEN)).isEqualTo(Change.CLOSED);

        assertThat(breaker.permission(OPEN)).isEqualTo(Permission.PASS);
        assertThat(breaker.hasNoState()).isTrue();
    }

    @Test
    void opensAnewForAsLongWithAProbeThatFails() {
        CircuitBreaker breaker = open();
        breaker.probe();

        assertThat(breaker.ended(true, false, OPEN + 5)).isEqualTo(Change.OPENED_AGAIN);

        assertThat(breaker.permission(2 * OPEN + 4)).isEqualTo(Permission.SHUT);
        assertThat(breaker.permission(2 * OPEN + 5)).isEqualTo(Permission.PROBE);
    }

    @Test
    void listensToNobodyButTheProbe() {
        CircuitBreaker breaker = open();
        assertThat(breaker.ended(false, true, 1)).isEqualTo(Change.NONE);
        breaker.probe();

        assertThat(breaker.ended(false, true, OPEN)).isEqualTo(Change.NONE);
        assertThat(breaker.ended(false, false, OPEN)).isEqualTo(Change.NONE);

        assertThat(breaker.permission(OPEN)).isEqualTo(Permission.SHUT);
    }

    @Test
    void letsAnotherProbeTryWhenOneSaysNothing() {
        CircuitBreaker breaker = open();
        breaker.probe();

        breaker.probeInconclusive();

        assertThat(breaker.permission(OPEN)).isEqualTo(Permission.PROBE);
    }
}
