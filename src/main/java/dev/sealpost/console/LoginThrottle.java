package dev.sealpost.console;

import dev.sealpost.node.BackOff;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Slows down password guessing: after {@value #FREE_FAILURES} failures in a row an address must wait, one second at
 * first, doubled after each further failure up to five minutes. Thread-safe.
 */
final class LoginThrottle {

    static final int FREE_FAILURES = 5;
    static final Duration LONGEST_WAIT = Duration.ofMinutes(5);

    private static final BackOff BACK_OFF = new BackOff(Duration.ofSeconds(1), LONGEST_WAIT);

    /** Maximum number of addresses. The one longest without a failure is evicted first. */
    static final int REMEMBERED = 10_000;

    private record Failures(int count, long blockedUntil) {}

    private final LongSupplier nanoTime;
    private final Map<String, Failures> failures = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Failures> eldest) {
            return size() > REMEMBERED;
        }
    };

    /**
     * @param nanoTime such as {@link System#nanoTime}; a wall clock that is set back would lock an address out
     */
    LoginThrottle(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Returns how long this address must wait before the next attempt; empty if it need not. */
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
