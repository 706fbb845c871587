package dev.sealpost.attempt;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Parser of the header {@code Retry-After}: seconds, or an HTTP date (RFC 9110, 10.2.3 and 5.6.7). Lenient: seconds may have
 * a fraction, and of several values the longest counts.
 */
public final class RetryAfter {

    private static final Pattern SECONDS = Pattern.compile("([0-9]+)(\\.([0-9]*))?|\\.([0-9]+)");
    private static final int LONGEST_NUMBER = 9;
    private static final int MOST_PARTS = 10;

    /** Longest delay; longer ones are reduced to it. Configuration bounds it further. */
    static final Duration LONGEST = Duration.ofDays(30);

    /** Two-digit years of RFC 850 fall into the next 20 or the last 80 years. */
    private static final int YEARS_AHEAD = 20;

    private static final DateTimeFormatter ASCTIME = DateTimeFormatter.ofPattern(
                    "EEE MMM ppd HH:mm:ss yyyy", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private RetryAfter() {}

    /**
     * Returns the requested delay: 0 for a date in the past, at most 30 days, and empty for anything else, such as a negative
     * number.
     *
     * @param header header value, or several separated by commas, as a repeated header is combined (RFC 9110, 5.3)
     */
    public static Optional<Duration> parse(String header, Instant now) {
        return one(header, now).or(() -> longest(header.split(",", MOST_PARTS), now));
    }

    /** Returns the longest value; joins two parts where the comma belongs to a date. */
    private static Optional<Duration> longest(String[] parts, Instant now) {
        Optional<Duration> longest = Optional.empty();
        for (int i = 0; i < parts.length; i++) {
            Optional<Duration> value = isEndOfDate(parts[i]) ? Optional.empty() : one(parts[i], now);
            if (value.isEmpty() && i + 1 < parts.length) {
                value = one(parts[i] + "," + parts[i + 1], now);
            }
            if (value.isPresent() && (longest.isEmpty() || value.get().compareTo(longest.get()) > 0)) {
                longest = value;
            }
        }
        return longest;
    }

    private static boolean isEndOfDate(String part) {
        String text = part.strip();
        return !text.isEmpty()
                && Character.isDigit(text.charAt(0))
                && text.chars().anyMatch(Character::isLetter);
    }

    private static Optional<Duration> one(String value, Instant now) {
        String text = value.strip();
        Matcher seconds = SECONDS.matcher(text);
        return (seconds.matches() ? Optional.of(seconds(seconds)) : date(text, now)).map(RetryAfter::clamp);
    }

    /** Parses seconds, rounded up to milliseconds. */
    private static Duration seconds(Matcher number) {
        String whole = number.group(1) == null ? "0" : number.group(1).replaceFirst("^0+(?=.)", "");
        if (whole.length() > LONGEST_NUMBER) {
            return LONGEST;
        }
        String fraction = Stream.of(number.group(3), number.group(4))
                .filter(Objects::nonNull)
                .map(digits -> digits.substring(0, Math.min(digits.length(), LONGEST_NUMBER)))
                .findFirst()
                .orElse("");
        return Duration.ofMillis(new BigDecimal(whole + "." + fraction + "0")
                .movePointRight(3)
                .setScale(0, RoundingMode.CEILING)
                .longValueExact());
    }

    private static Optional<Duration> date(String text, Instant now) {
        for (DateTimeFormatter format : formats(now)) {
            try {
                return Optional.of(Duration.between(now, format.parse(text, Instant::from)));
            } catch (DateTimeException e) {
                // Try the next format.
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
                .toFormatter(Locale.ENGLISH)
                .withZone(ZoneOffset.UTC);
        return List.of(DateTimeFormatter.RFC_1123_DATE_TIME, rfc850, ASCTIME);
    }

    private static Duration clamp(Duration wait) {
        if (wait.isNegative()) {
            return Duration.ZERO;
        }
        return wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
    }
}
