package dev.sealpost.attempt;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** The header {@code Retry-After}: seconds, or an HTTP date (RFC 9110, 10.2.3 and 5.6.7). */
public final class RetryAfter {

    private static final Pattern SECONDS = Pattern.compile("[0-9]+");
    private static final int LONGEST_NUMBER = 9;

    /** What is longer is read as this; configuration bounds it further. */
    static final Duration LONGEST = Duration.ofDays(30);

    /** RFC 850 writes two digits of the year: read as the next 20 years or the last 80. */
    private static final int YEARS_AHEAD = 20;

    private static final DateTimeFormatter ASCTIME =
            DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.ENGLISH);

    private RetryAfter() {}

    /**
     * How long the receiver asks to be left alone: 0 for a date in the past, at most 30 days, empty for anything that is
     * not in the grammar, such as a negative number.
     */
    public static Optional<Duration> parse(String header, Instant now) {
        String text = header.strip();
        return (SECONDS.matcher(text).matches() ? Optional.of(seconds(text)) : date(text, now)).map(RetryAfter::clamp);
    }

    private static Duration seconds(String digits) {
        return digits.length() > LONGEST_NUMBER ? LONGEST : Duration.ofSeconds(Long.parseLong(digits));
    }

    private static Optional<Duration> date(String text, Instant now) {
        for (DateTimeFormatter format : formats(now)) {
            try {
                Instant time = LocalDateTime.parse(text, format).toInstant(ZoneOffset.UTC);
                return Optional.of(Duration.between(now, time));
            } catch (DateTimeException e) {
                // Another of the three forms, or none.
            }
        }
        return Optional.empty();
    }

    private static List<DateTimeFormatter> formats(Instant now) {
        DateTimeFormatter rfc850 = new DateTimeFormatterBuilder()
                .appendPattern("EEEE, dd-MMM-")
                .appendValueReduced(
                        ChronoField.YEAR,
                        2,
                        2,
                        now.atOffset(ZoneOffset.UTC).toLocalDate().minusYears(100 - YEARS_AHEAD))
                .appendPattern(" HH:mm:ss 'GMT'")
                .toFormatter(Locale.ENGLISH);
        return List.of(DateTimeFormatter.RFC_1123_DATE_TIME, rfc850, ASCTIME);
    }

    private static Duration clamp(Duration wait) {
        if (wait.isNegative()) {
            return Duration.ZERO;
        }
        return wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
    }
}
