package dev.sealpost.delivery.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.delivery.gate.CircuitBreaker.Answer;
import dev.sealpost.delivery.gate.CircuitBreaker.Change;
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
    void opensWhenThereIsTooMuchOf(int inARow, int percent, int window, String outcomes, int opens) {
        CircuitBreaker breaker = new CircuitBreaker(new BreakerPolicy(inARow, percent, window, OPEN_FOR));
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

        assertThat(List.of(breaker.ask(0), breaker.ask(OPEN - 1), breaker.ask(OPEN)))
                .containsExactly(Answer.SHUT, Answer.SHUT, Answer.PROBE);
        assertThat(breaker.untilProbe(OPEN / 4)).isEqualTo(OPEN * 3 / 4);
    }

    @Test
    void letsExactlyOneProbeThrough() {
        CircuitBreaker breaker = open();
        assertThat(breaker.ask(OPEN)).isEqualTo(Answer.PROBE);

        breaker.probe();

        assertThat(breaker.ask(OPEN)).isEqualTo(Answer.SHUT);
        assertThat(breaker.ask(1_000 * OPEN)).isEqualTo(Answer.SHUT);
    }

    @Test
    void closesWithAProbeThatSucceedsAndCountsAnew() {
        CircuitBreaker breaker = open();
        breaker.probe();

        assertThat(breaker.ended(true, true, OPEN)).isEqualTo(Change.CLOSED);

        assertThat(breaker.ask(OPEN)).isEqualTo(Answer.PASS);
        assertThat(breaker.isAtRest()).isTrue();
    }

    @Test
    void opensAnewForAsLongWithAProbeThatFails() {
        CircuitBreaker breaker = open();
        breaker.probe();

        assertThat(breaker.ended(true, false, OPEN + 5)).isEqualTo(Change.OPENED_AGAIN);

        assertThat(breaker.ask(2 * OPEN + 4)).isEqualTo(Answer.SHUT);
        assertThat(breaker.ask(2 * OPEN + 5)).isEqualTo(Answer.PROBE);
    }

    @Test
    void listensToNobodyButTheProbe() {
        CircuitBreaker breaker = open();
        assertThat(breaker.ended(false, true, 1)).isEqualTo(Change.NONE);
        breaker.probe();

        assertThat(breaker.ended(false, true, OPEN)).isEqualTo(Change.NONE);
        assertThat(breaker.ended(false, false, OPEN)).isEqualTo(Change.NONE);

        assertThat(breaker.ask(OPEN)).isEqualTo(Answer.SHUT);
    }

    @Test
    void letsAnotherProbeTryWhenOneSaysNothing() {
        CircuitBreaker breaker = open();
        breaker.probe();

        breaker.probeSaidNothing();

        assertThat(breaker.ask(OPEN)).isEqualTo(Answer.PROBE);
    }
}
