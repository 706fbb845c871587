package dev.sealpost.endpoint;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * Bounds of the parts of a {@link DeliveryPolicy}, for configuration, API and route options. Each method returns its
 * argument.
 *
 * <p>All throw {@link IllegalArgumentException} for a value out of bounds, with a message for users that names the expected
 * values; the caller adds the location.
 */
public final class PolicyBounds {

    public static final int MOST_DELAYS = 50;
    public static final Duration LONGEST_DELAY = Duration.ofDays(30);
    public static final double MOST_JITTER = 0.9;
    public static final Duration LONGEST_AGE = Duration.ofDays(90);
    public static final int MOST_CONCURRENCY = 1_000;
    public static final double LEAST_RATE = 0.01;
    public static final int MOST_RATE = 65_535;
    public static final int MOST_FAILURES = 1_000;
    public static final Duration LONGEST_OPEN = Duration.ofDays(1);
    public static final Duration LONGEST_DISABLE_AFTER = Duration.ofDays(365);

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private PolicyBounds() {}

    public static List<Duration> delays(List<Duration> delays) {
        if (delays.size() > MOST_DELAYS) {
            throw new IllegalArgumentException("at most " + MOST_DELAYS + " delays are expected");
        }
        delays.forEach(PolicyBounds::delay);
        return List.copyOf(delays);
    }

    public static Duration delay(Duration delay) {
        return within(delay, Duration.ZERO, LONGEST_DELAY, "");
    }

    public static double jitter(double jitter) {
        if (!(jitter >= 0 && jitter <= MOST_JITTER)) {
            throw new IllegalArgumentException("a share from 0 to " + MOST_JITTER + " is expected");
        }
        return jitter;
    }

    /** Checks the maximum age; 0: no limit. */
    public static Duration maxAge(Duration age) {
        return orZero(age, SECOND, LONGEST_AGE, "no limit");
    }

    public static int concurrency(int number) {
        return within(number, 1, MOST_CONCURRENCY);
    }

    /** Checks a rate in attempts per second; 0: unlimited. */
    public static double rate(double perSecond) {
        if (perSecond != 0 && !(perSecond >= LEAST_RATE && perSecond <= MOST_RATE)) {
            throw new IllegalArgumentException(
                    "a number from " + LEAST_RATE + " to " + MOST_RATE + ", or 0 for no throttle, is expected");
        }
        return perSecond;
    }

    public static int burst(int number) {
        return within(number, 1, MOST_RATE);
    }

    /** Checks the number of consecutive failures; 0: disabled. */
    public static int consecutiveFailures(int number) {
        return within(number, 0, MOST_FAILURES);
    }

    /** Checks the percentage of failures; 0: disabled. */
    public static int failurePercent(int number) {
        return within(number, 0, 100);
    }

    public static int window(int number) {
        return within(number, 1, MOST_FAILURES);
    }

    public static Duration openFor(Duration time) {
        return within(time, SECOND, LONGEST_OPEN, "");
    }

    /** Checks the time after which an endpoint is disabled; 0: never. */
    public static Duration disableAfter(Duration time) {
        return orZero(time, MINUTE, LONGEST_DISABLE_AFTER, "never");
    }

    private static int within(int number, int least, int most) {
        if (number < least || number > most) {
            throw new IllegalArgumentException("a whole number from " + least + " to " + most + " is expected");
        }
        return number;
    }

    private static Duration orZero(Duration time, Duration least, Duration most, String meaning) {
        return time.isZero() ? time : within(time, least, most, ", or 0 for " + meaning + ",");
    }

    /** Checks a duration that is not part of a policy. */
    public static Duration within(Duration time, Duration least, Duration most) {
        return within(time, least, most, "");
    }

    private static Duration within(Duration time, Duration least, Duration most, String or) {
        if (time.compareTo(least) < 0 || time.compareTo(most) > 0) {
            throw new IllegalArgumentException(
                    "a time from " + seconds(least) + " to " + seconds(most) + or + " is expected");
        }
        return time;
    }

    private static String seconds(Duration time) {
        String seconds = time.toMillisPart() == 0 ? time.toSeconds() + " s" : time.toMillis() + " ms";
        return time.toDays() > 0 ? String.format(Locale.ROOT, "%s (%d days)", seconds, time.toDays()) : seconds;
    }
}
