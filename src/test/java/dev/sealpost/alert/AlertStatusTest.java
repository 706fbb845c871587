package dev.sealpost.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class AlertStatusTest {

    private static final Instant START = Instant.parse("2026-01-02T03:00:00Z");
    private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);

    /** One letter a minute: B broken, . kept. Gives the minutes in which it fired (+) and ended (-). */
    private static String changes(String minutes) {
        StringBuilder changes = new StringBuilder();
        AlertStatus standing = AlertStatus.NEVER_FIRED;
        for (int i = 0; i < minutes.length(); i++) {
            AlertStatus next =
                    standing.after(minutes.charAt(i) == 'B', START.plus(Duration.ofMinutes(i)), FIVE_MINUTES);
            if (next.isFiring() != standing.isFiring()) {
                changes.append(next.isFiring() ? '+' : '-').append(i);
            }
            standing = next;
        }
        return changes.toString();
    }

    @Test
    void firesOnceAndEndsOnceAfterItsRuleWasKeptForAWhile() {
        assertThat(changes("..BBBB......")).isEqualTo("+2-11");
    }

    @Test
    void doesNotEndWhileItsRuleIsBrokenNowAndThen() {
        assertThat(changes("B.B..B...B....B.....")).isEqualTo("+0");
    }

    @Test
    void firesAgainAfterItHasEnded() {
        assertThat(changes("B......B......")).isEqualTo("+0-6+7-13");
    }

    @Test
    void neverFiresWhileItsRuleIsKept() {
        assertThat(changes("..........")).isEmpty();
    }

    @Test
    void countsHowOftenItFired() {
        AlertStatus first = AlertStatus.NEVER_FIRED.after(true, START, FIVE_MINUTES);
        AlertStatus ended = first.after(false, START, Duration.ZERO);

        assertThat(ended.isFiring()).isFalse();
        assertThat(ended.after(true, START, FIVE_MINUTES).number()).isEqualTo(2);
    }
}
