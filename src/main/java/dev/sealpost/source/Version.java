package dev.sealpost.source;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

/**
 * How new something is: a number from 0 on, or a time (RFC 3339), which counts as its seconds since 1970.
 *
 * @param text 36 digits, of which nine are behind the point: texts are ordered as the numbers are, in every database
 */
record Version(String text) {

    private static final int DIGITS = 36;
    private static final int FRACTION = 9;
    private static final int LONGEST = 64;

    /** Empty for what is neither. */
    static Optional<Version> parse(String text) {
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
        // An exponent can make a short text a number that fills the memory.
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
