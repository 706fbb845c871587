package dev.sealpost.console;

import dev.sealpost.node.BackOff;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Slows password guessing down: after {@value #FREE_FAILURES} failures in a row an address has to wait, one second at
 * first, twice as long after each further failure, at most five minutes. Safe for many threads.
 */
final class LoginThrottle {

    static final int FREE_FAILURES = 5;
    static final Duration LONGEST_WAIT = Duration.ofMinutes(5);

    private static final BackOff BACK_OFF = new BackOff(Duration.ofSeconds(1), LONGEST_WAIT);

    /** Addresses remembered; the one longest without a failure is forgotten first. */
    static final int REMEMBERED = 10_000;

    private record Failures(int count, long blockedUntil) {}

    private final LongSupplier nanoTime;
    private final Map<String, Failures> failures = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Failures> eldest) {
            return size() > REMEMBERED;
        }
    };

    /** @param nanoTime such as {@link System#nanoTime}: the clock on the wall may be set back, and would lock an address out */
    LoginThrottle(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** How long this address has to wait before it may try again; empty: it may now. */
    synchronized Optional<Duration> waitOf(String address) {
        return Optional.ofNullable(failures.get(address))
                .map(past -> Duration.ofNanos(past.blockedUntil() - nanoTime.getAsLong()))
                .filter(Duration::isPositive);
    }

    synchronized void failed(String address) {
        Failures past = failures.remove(address);
        int count = past == null ? 1 : past.count() + 1;
        failures.put(
                address,
                new Failures(count, nanoTime.getAsLong() + waitAfter(count).toNanos()));
    }

    synchronized void succeeded(String address) {
        failures.remove(address);
    }

    private static Duration waitAfter(int count) {
        if (count < FREE_FAILURES) {
            return Duration.ZERO;
        }
        return BACK_OFF.after(count - FREE_FAILURES + 1);
    }
}
