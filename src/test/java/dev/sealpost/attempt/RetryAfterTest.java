package dev.sealpost.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {

    private static final Instant NOW = Instant.parse("1994-11-06T08:49:37Z");

    @ParameterizedTest
    @CsvSource({"0,0", "7,7", "007,7", "0000000000007,7", "0000000000000,0", "' 120 ',120", "86400,86400"})
    void readsSeconds(String header, long seconds) {
        assertThat(RetryAfter.parse(header, NOW)).contains(Duration.ofSeconds(seconds));
    }

    /** Fault 48. */
    @ParameterizedTest
    @CsvSource({"3.5,3500", "0.25,250", ".5,500", "7.,7000", "1.0004,1001", "0.000000001234567890123,1"})
    void readsAFraction(String header, long millis) {
        assertThat(RetryAfter.parse(header, NOW)).contains(Duration.ofMillis(millis));
    }

    /** Fault 48. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "3, 5|5000",
                "5,3|5000",
                "3.5, 2|3500",
                "soon, 4|4000",
                "Sun, 06 Nov 1994 08:50:37 GMT, 30|60000",
                "30, Sun, 06 Nov 1994 08:50:37 GMT|60000",
                "Sun, 06 Nov 1994 08:50:37 GMT, Sun, 06 Nov 1994 08:51:37 GMT|120000",
            })
    void takesTheLongestOfSeveral(String header, long millis) {
        assertThat(RetryAfter.parse(header, NOW)).contains(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Sun, 06 Nov 1994 08:50:37 GMT",
                "Sunday, 06-Nov-94 08:50:37 GMT",
                "Sun Nov  6 08:50:37 1994",
                "Sun, 06 Nov 1994 09:50:37 +0100",
            })
    void readsTheThreeFormsOfADate(String header) {
        assertThat(RetryAfter.parse(header, NOW)).contains(Duration.ofMinutes(1));
    }

    @Test
    void readsTwoDigitsOfAYearAsTheNearOne() {
        Instant later = Instant.parse("2031-12-31T23:59:00Z");

        assertThat(RetryAfter.parse("Thursday, 01-Jan-32 00:00:00 GMT", later)).contains(Duration.ofMinutes(1));
    }

    @Test
    void waitsNotAtAllForADateThatIsPast() {
        assertThat(RetryAfter.parse("Sun, 06 Nov 1994 08:49:00 GMT", NOW)).contains(Duration.ZERO);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2592001",
                "999999999",
                "9999999999",
                "99999999999999999999999999999999",
                "Fri, 06 Nov 2054 08:49:37 GMT",
            })
    void isThirtyDaysAtMost(String header) {
        assertThat(RetryAfter.parse(header, NOW)).contains(Duration.ofDays(30));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "-1",
                "+5",
                "1.5.2",
                ".",
                "5s",
                "soon",
                "1e3",
                "٣",
                "Sun, 06 Nov 1994",
                "1994-11-06T08:50:37Z"
            })
    void isEmptyForWhatIsNotInTheGrammar(String header) {
        assertThat(RetryAfter.parse(header, NOW)).isEmpty();
    }
}
