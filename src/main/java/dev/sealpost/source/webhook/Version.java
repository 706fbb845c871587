package dev.sealpost.source.webhook;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

/**
 * Version of an object: a number from 0, or a time (RFC 3339) as seconds since 1970.
 *
 * @param text 36 digits, the last nine of which are decimals, so that every database orders the texts like the numbers
 */
public record Version(String text) {

    private static final int DIGITS = 36;
    private static final int FRACTION = 9;
    private static final int LONGEST = 64;

    /** Parses a number or a time; empty for other text. */
    public static Optional<Version> parse(String text) {
        if (text.length() > LONGEST) {
            return Optional.empty();
        }
        return number(text).or(() -> time(text)).flatMap(Version::of);
    }

    private static Optional<BigDecimal> number(String text) {
        try {
            return Optional.of(new BigDecimal(text));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static Optional<BigDecimal> time(String text) {
        try {
            Instant time = OffsetDateTime.parse(text).toInstant();
            return Optional.of(
                    BigDecimal.valueOf(time.getEpochSecond()).add(BigDecimal.valueOf(time.getNano(), FRACTION)));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Optional<Version> of(BigDecimal number) {
        // A short text with a large exponent would exhaust the memory.
        if (number.signum() < 0 || Math.abs((long) number.scale()) > LONGEST) {
            return Optional.empty();
        }
        BigInteger scaled = number.setScale(FRACTION, RoundingMode.FLOOR).unscaledValue();
        String digits = scaled.toString();
        return digits.length() > DIGITS
                ? Optional.empty()
                : Optional.of(new Version("0".repeat(DIGITS - digits.length()) + digits));
    }
}
