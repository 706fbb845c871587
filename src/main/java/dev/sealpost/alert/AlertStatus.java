package dev.sealpost.alert;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Status of an alert. It fires at once when its rule is violated, and ends when the rule has held for a while, so that a
 * value near the limit causes two messages and not one per minute.
 *
 * @param number number of times it has fired
 * @param changedAt when it last fired or ended
 * @param fineSince since when the rule of a firing alert has held
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
        // A future time means that the clock was set back.
        Instant since = fineSince.filter(time -> !time.isAfter(now)).orElse(now);
        return Duration.between(since, now).compareTo(resolveAfter) >= 0
                ? new AlertStatus(number, false, now, Optional.empty())
                : new AlertStatus(number, true, changedAt, Optional.of(since));
    }
}
