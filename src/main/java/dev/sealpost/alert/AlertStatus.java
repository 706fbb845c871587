package dev.sealpost.alert;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How an alert stands: it fires at once when its rule is broken, and ends when the rule has been kept for a while without a
 * break, so that something at the limit makes two messages and not one a minute.
 *
 * @param number how often it has fired
 * @param changedAt when it last fired or ended
 * @param fineSince of a firing one: since when its rule has been kept
 */
record AlertStatus(long number, boolean isFiring, Instant changedAt, Optional<Instant> fineSince) {

    static final AlertStatus NEVER_FIRED = new AlertStatus(0, false, Instant.EPOCH, Optional.empty());

    AlertStatus after(boolean isBroken, Instant now, Duration resolveAfter) {
        if (!isFiring) {
            return isBroken ? new AlertStatus(number + 1, true, now, Optional.empty()) : this;
        }
        if (isBroken) {
            return new AlertStatus(number, true, changedAt, Optional.empty());
        }
        // One of the future is from before the clock was set back.
        Instant since = fineSince.filter(time -> !time.isAfter(now)).orElse(now);
        return Duration.between(since, now).compareTo(resolveAfter) >= 0
                ? new AlertStatus(number, false, now, Optional.empty())
                : new AlertStatus(number, true, changedAt, Optional.of(since));
    }
}
